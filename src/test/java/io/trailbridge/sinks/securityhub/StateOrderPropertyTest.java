package io.trailbridge.sinks.securityhub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.Settlement;
import io.trailbridge.batch.StoppedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any states, failures and interleavings: each ends once, and nothing older is accepted after something newer. */
class StateOrderPropertyTest {
    /** A state to submit and how the service answers it, should it be sent. */
    record Step(int number, String id, int second, String title, Answer answer, boolean atOnce) {}

    enum Answer {
        ACCEPTED,
        REJECTED,
        STOPPED
    }

    private record Sent(Step step, Settlement settlement) {}

    private final Map<Finding, Step> steps = new HashMap<>();
    private final List<Sent> underWay = new ArrayList<>();
    private final Map<Step, List<RuntimeException>> ends = new HashMap<>();
    private final Set<Step> wereSent = new HashSet<>();
    /** For each finding that is held: the number of its states, and what was accepted while it was held. */
    private final Map<String, Integer> held = new HashMap<>();

    private final Map<String, List<Step>> accepted = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter superseded = Counter.builder("superseded").register(new SimpleMeterRegistry());
    private final StateOrder order = new StateOrder(
            "hub", this::send, new BatchLimits(1, 10, Duration.ZERO, 10_000, 1, 1_000_000), waiting, superseded);

    @Property(tries = 2000)
    void everyStateEndsOnceAndTheLastAcceptedIsTheNewest(@ForAll("steps") List<Step> all, @ForAll long seed)
            throws InterruptedException {
        // jqwik keeps one instance for all tries.
        new StateOrderPropertyTest().play(all, new Random(seed));
    }

    private void play(List<Step> all, Random random) throws InterruptedException {
        for (Step step : all) {
            submit(step);
            while (!underWay.isEmpty() && random.nextInt(3) == 0) {
                answer(random);
            }
        }
        while (!underWay.isEmpty()) {
            answer(random);
        }
        assertEquals(List.of(), violations);
        assertEquals(0, order.findings());
        assertEquals(0, waiting.get());
        all.forEach(step -> assertEquals(1, ends.get(step).size(), () -> "ends of " + step));
        long notSent = all.stream().filter(step -> !wereSent.contains(step)).count();
        long stoppedUnsent = all.stream()
                .filter(step -> !wereSent.contains(step))
                .filter(step -> ends.get(step).get(0) != null)
                .count();
        assertEquals(notSent - stoppedUnsent, superseded.count());
    }

    private void submit(Step step) throws InterruptedException {
        Finding finding = Findings.finding(step.id(), step.second(), step.title());
        Finding own = new Finding(finding.id(), finding.updatedAt(), finding.model(), steps.size() + 1);
        steps.put(own, step);
        held.merge(step.id(), 1, Integer::sum);
        order.submit(own, failure -> ended(step, failure));
    }

    private void send(Finding finding, Settlement settlement) {
        Step step = steps.get(finding);
        check(wereSent.add(step), "sent twice: " + step);
        check(underWay.stream().noneMatch(sent -> sent.step().id().equals(step.id())), "two in flight: " + step);
        check(accepted(step).allMatch(other -> step.second() >= other.second()), "older than accepted: " + step);
        if (step.atOnce()) {
            tell(new Sent(step, settlement));
        } else {
            underWay.add(new Sent(step, settlement));
        }
    }

    /** The states of the same finding that were accepted since it is held. */
    private Stream<Step> accepted(Step step) {
        return accepted.getOrDefault(step.id(), List.of()).stream();
    }

    /** Noted, not thrown: what a settlement throws is logged. */
    private void check(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }

    private void answer(Random random) {
        tell(underWay.remove(random.nextInt(underWay.size())));
    }

    private void tell(Sent sent) {
        switch (sent.step().answer()) {
            case ACCEPTED -> {
                accepted.computeIfAbsent(sent.step().id(), id -> new ArrayList<>())
                        .add(sent.step());
                sent.settlement().settled(null);
            }
            case REJECTED -> sent.settlement().settled(new RejectedException("InvalidInput", "as scripted", "hub"));
            default -> sent.settlement().settled(new StoppedException("hub"));
        }
    }

    private void ended(Step step, RuntimeException failure) {
        ends.computeIfAbsent(step, key -> new ArrayList<>()).add(failure);
        if (wereSent.contains(step)) {
            check(step.answer() == Answer.ACCEPTED == (failure == null), "another's end: " + step);
        } else if (!(failure instanceof StoppedException)) {
            check(
                    failure == null
                            && accepted(step)
                                    .anyMatch(other -> other.second() > step.second()
                                            || other.second() == step.second()
                                                    && other.title().equals(step.title())),
                    "lost: " + step);
        }
        if (held.merge(step.id(), -1, Integer::sum) == 0) {
            accepted.remove(step.id());
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Answer> answers = Arbitraries.frequency(
                Tuple.of(6, Answer.ACCEPTED), Tuple.of(3, Answer.REJECTED), Tuple.of(1, Answer.STOPPED));
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.of("one", "other"),
                        answers,
                        Arbitraries.of(true, false))
                .as((id, second, title, answer, atOnce) -> new Step(0, id, second, title, answer, atOnce))
                .list()
                .ofMaxSize(40)
                .map(StateOrderPropertyTest::numbered);
    }

    /** Steps that say the same are still two. */
    private static List<Step> numbered(List<Step> steps) {
        return IntStream.range(0, steps.size())
                .mapToObj(number -> {
                    Step step = steps.get(number);
                    return new Step(number, step.id(), step.second(), step.title(), step.answer(), step.atOnce());
                })
                .toList();
    }
}

package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.FakeService.Entry;
import io.trailbridge.batch.FakeService.Flaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any entries, limits, failures and interleavings: each entry ends once, with its own result. */
class BatcherPropertyTest {
    private static final int LARGEST = 120;

    private final Map<Entry, List<RuntimeException>> ends = new HashMap<>();
    private Batcher<Entry> batcher;
    private FakeService service;
    private SimulatedRuntime runtime;

    @Property(tries = 600)
    void everyEntryEndsOnceWithItsOwnResult(
            @ForAll("entries") List<Entry> entries, @ForAll("limits") BatchLimits limits, @ForAll long seed)
            throws InterruptedException {
        start(limits, seed);
        live(entries, new Random(seed), Integer.MAX_VALUE);
        for (int step = 0; batcher.status().inFlight() > 0; step++) {
            assertTrue(step < 20_000, () -> "never ends: " + batcher.status());
            finishCalls();
            runtime.advance(Duration.ofSeconds(1));
        }
        entries.forEach(this::endedAsTheServiceSaid);
        assertEquals(List.of(), service.violations);
        assertNull(batcher.status().failingSince());
        assertEquals(
                entries.stream()
                        .filter(e -> e.flaw() == Flaw.NONE || e.flaw() == Flaw.CRASHES)
                        .filter(e -> e.bytes() <= limits.maxBytes())
                        .count(),
                service.accepted.size());
    }

    @Property(tries = 600)
    void aStopAtAnyMomentSettlesEveryEntryOnce(
            @ForAll("entries") List<Entry> entries, @ForAll("limits") BatchLimits limits, @ForAll long seed)
            throws InterruptedException {
        start(limits, seed);
        Random random = new Random(seed);
        live(entries, random, random.nextInt(60));
        batcher.stop(Duration.ZERO);
        // Calls that outlive the stop end too, and must not settle anything a second time.
        finishCalls();
        runtime.advance(Duration.ofMinutes(1));
        for (Entry entry : entries) {
            if (!ends.containsKey(entry)) {
                batcher.submit(
                        entry,
                        end -> ends.computeIfAbsent(entry, e -> new ArrayList<>())
                                .add(end));
            }
            assertEquals(1, ends.get(entry).size(), () -> entry + " ended as " + ends.get(entry));
            if (!(ends.get(entry).get(0) instanceof StoppedException)) {
                endedAsTheServiceSaid(entry);
            }
        }
        assertEquals(0, batcher.status().inFlight());
        assertEquals(0, runtime.callsUnderWay());
        assertEquals(List.of(), service.violations);
    }

    private void start(BatchLimits limits, long seed) {
        ends.clear();
        runtime = new SimulatedRuntime(seed);
        service = new FakeService(limits);
        Random random = new Random(seed);
        service.lanes = 1 + random.nextInt(4);
        EntryShape<Entry> shape = new EntryShape<>(Entry::bytes, Entry::key).inLanes(service::lane);
        batcher = new Batcher<>(
                "test",
                "target",
                limits,
                random.nextBoolean() ? shape : shape.triedTogether(),
                service,
                new BatchMeters(new SimpleMeterRegistry()).of("test", "accepted", "to", "target"),
                runtime);
    }

    /** Hands the entries over while calls end in any order, fail as a whole, and time goes by. */
    private void live(List<Entry> entries, Random random, int steps) throws InterruptedException {
        int next = 0;
        for (int step = 0; next < entries.size() && step < steps; step++) {
            int dice = random.nextInt(10);
            if (dice < 6 && batcher.status().inFlight() < LARGEST) {
                Entry entry = entries.get(next++);
                batcher.submit(
                        entry,
                        end -> ends.computeIfAbsent(entry, e -> new ArrayList<>())
                                .add(end));
            } else if (dice < 8 && runtime.callsUnderWay() > 0) {
                service.failNextCalls = random.nextInt(4) == 0 ? 1 : 0;
                service.failure = random.nextBoolean()
                        ? FakeService.error(403, "AccessDenied")
                        : FakeService.error(503, "ServiceUnavailable");
                runtime.finishCall(random.nextInt(runtime.callsUnderWay()));
            } else {
                runtime.advance(Duration.ofMillis(random.nextInt(400)));
            }
        }
        service.failNextCalls = 0;
    }

    private void finishCalls() {
        while (runtime.callsUnderWay() > 0) {
            runtime.finishCall(0);
        }
    }

    private void endedAsTheServiceSaid(Entry entry) {
        List<RuntimeException> end = ends.get(entry);
        assertEquals(1, end == null ? 0 : end.size(), () -> entry + " ended as " + end);
        RuntimeException failure = end.get(0);
        if (failure == null) {
            assertTrue(service.accepted.contains(entry), () -> "reported as accepted, but it was not: " + entry);
        } else {
            RejectedException rejected = assertInstanceOf(RejectedException.class, failure);
            assertEquals(expectedCode(entry, rejected), rejected.code());
        }
    }

    private static String expectedCode(Entry entry, RejectedException rejected) {
        return rejected instanceof EntryTooLargeException
                ? EntryTooLargeException.CODE
                : switch (entry.flaw()) {
                    case REFUSED -> "Refused-" + entry.number();
                    case POISON -> "InvalidParameterValue";
                    default -> "no rejection";
                };
    }

    @Provide
    Arbitrary<List<Entry>> entries() {
        Arbitrary<Entry> entry = Combinators.combine(
                        Arbitraries.longs().between(1, 60),
                        Arbitraries.of("a", "b", "c", "d", "e").injectNull(0.6),
                        Arbitraries.frequency(
                                Tuple.of(12, Flaw.NONE), Tuple.of(1, Flaw.REFUSED),
                                Tuple.of(1, Flaw.POISON), Tuple.of(1, Flaw.CRASHES)),
                        Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, 2), Tuple.of(1, 6)))
                .as((bytes, key, flaw, retries) -> new Entry(0, bytes, key, flaw, retries));
        return entry.list().ofMaxSize(LARGEST).map(list -> {
            List<Entry> numbered = new ArrayList<>();
            for (Entry e : list) {
                numbered.add(new Entry(numbered.size(), e.bytes(), e.key(), e.flaw(), e.retries()));
            }
            return numbered;
        });
    }

    @Provide
    Arbitrary<BatchLimits> limits() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 12),
                                Arbitraries.longs().between(40, 200),
                        Arbitraries.integers().between(0, 50),
                                Arbitraries.integers().between(1, 5))
                .as((count, bytes, linger, calls) ->
                        new BatchLimits(count, bytes, Duration.ofMillis(linger), LARGEST + 1, calls));
    }
}

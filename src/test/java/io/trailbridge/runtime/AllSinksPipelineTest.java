package io.trailbridge.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.sandbox.Tallies;
import io.trailbridge.standin.sinks.Tally;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One bridge with every sink on: what was published is in each, and one that is down delays only itself. */
@Tag("slow")
class AllSinksPipelineTest {
    private static final int EVENTS = 120;
    /** Seconds that an outage lasts at least, once all other sinks have got everything. */
    private static final int OUTAGE = Integer.getInteger("outage.seconds", 0);

    private static PipelineFixture pipeline;
    private static List<Tally> tallies;
    private static long published;

    @BeforeAll
    static void start() throws Exception {
        pipeline = PipelineFixture.startWithAllSinks();
        tallies = Tallies.ofAllSinks(pipeline.clouds());
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    static Stream<String> sinks() {
        return Stream.concat(
                Stream.of("none"),
                pipeline.clouds().sinks().stream().map(sink -> sink.definition().id()));
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void aSinkThatIsDownDelaysOnlyItselfAndThenEveryEventIsInEverySinkOnce(String down) throws InterruptedException {
        if (!down.equals("none")) {
            pipeline.clouds().sink(down).standIn().stopListening();
        }
        pipeline.publish(EVENTS);
        published += EVENTS;

        for (Tally tally : tallies) {
            if (!tally.sink().equals(down)) {
                awaitComplete(tally);
            }
        }
        if (!down.equals("none")) {
            Tally late = tallies.stream()
                    .filter(tally -> tally.sink().equals(down))
                    .findFirst()
                    .orElseThrow();
            // the length of the outage is what is tested: no condition is awaited here
            TimeUnit.SECONDS.sleep(OUTAGE);
            assertFalse(late.isComplete(published), down);
            await().atMost(Duration.ofSeconds(30)).until(pipeline::problems, text -> text.contains(down));
            pipeline.clouds().sink(down).standIn().listenAgain();
            awaitComplete(late);
            await().atMost(Duration.ofSeconds(60)).until(pipeline::problems, String::isEmpty);
        }
        for (Tally tally : tallies) {
            assertEquals(0, tally.duplicates(), tally.sink());
            assertEquals(0, tally.foreign(), tally.sink());
            assertEquals(tally.withoutForm(), tally.parked(), tally.sink());
        }
        assertTrue(tallies.get(1).withoutForm() > 0, "no event without a form in OCSF was published");
    }

    private static void awaitComplete(Tally tally) {
        await(tally.sink())
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> tally.isComplete(published));
    }
}

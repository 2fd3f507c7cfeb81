package io.trailbridge.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.FakeService.Entry;
import io.trailbridge.batch.FakeService.Flaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator reads of failures that pass. */
class TroubleLogTest {
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = (Logger) LogManager.getLogger(Batcher.class);
    private final Level level = logger.getLevel();
    private final AbstractAppender appender = new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
            lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    };

    private final BatchLimits limits = new BatchLimits(10, 1000, Duration.ZERO, 1000, 4);
    private final SimulatedRuntime runtime = new SimulatedRuntime(11);
    private final FakeService service = new FakeService(limits);
    private final Batcher<Entry> batcher = new Batcher<>("sqs-batch:queue", "cloudtrail", limits,
            EntryShape.sized(Entry::bytes), service,
            new BatchMeters(new SimpleMeterRegistry()).of("test", "accepted", "to", "target"), runtime);

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
        // After the appender: adding one gives the logger the level of its configuration again.
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.removeAppender(appender);
        logger.setLevel(level);
        appender.stop();
    }

    private void live(Duration time) {
        for (long millis = 0; millis < time.toMillis(); millis += 100) {
            while (runtime.callsUnderWay() > 0) {
                runtime.finishCall(0);
            }
            runtime.advance(Duration.ofMillis(100));
        }
    }

    private void submit(int number) throws InterruptedException {
        batcher.submit(new Entry(number, 1, null, Flaw.NONE, 0), failure -> assertEquals(null, failure));
    }

    @Test
    void anOutageIsOneWarningAgainEveryHalfMinuteAndOneLineWhenItIsOver() throws Exception {
        service.failure = FakeService.error(403, "AccessDenied");
        service.failNextCalls = Integer.MAX_VALUE;
        for (int i = 0; i < 100; i++) {
            submit(i);
        }
        live(Duration.ofSeconds(5));
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("WARN at=sqs-batch:queue failingSince=2024-01-15T10:30:00Z"), lines.get(0));
        assertTrue(lines.get(0).contains("code=AccessDenied cause=\"as scripted\" remedy=\"allow"), lines.get(0));
        live(Duration.ofMinutes(5));
        assertTrue(lines.size() >= 7 && lines.size() <= 11, lines.toString());
        service.failNextCalls = 0;
        live(Duration.ofSeconds(20));
        String last = lines.get(lines.size() - 1);
        assertTrue(last.startsWith("INFO at=sqs-batch:queue recovered=true failedFor=PT5M"), last);
        assertEquals(1, lines.stream().filter(line -> line.startsWith("INFO")).count());
    }

    @Test
    void aFailureThatIsGoneAtTheNextTryIsNotWorthALine() throws Exception {
        service.failure = FakeService.error(503, "ServiceUnavailable");
        for (int i = 0; i < 20; i++) {
            service.failNextCalls = 1;
            submit(i);
            live(Duration.ofSeconds(2));
        }
        assertEquals(List.of(), lines);
        assertEquals(0, batcher.status().inFlight());
    }

    @Test
    void outagesInQuickSuccessionAreNotEachALine() throws Exception {
        service.failure = FakeService.error(403, "AccessDenied");
        for (int i = 0; i < 10; i++) {
            service.failNextCalls = 1;
            submit(i);
            live(Duration.ofSeconds(2));
        }
        assertEquals(2, lines.size(), lines.toString());
    }
}

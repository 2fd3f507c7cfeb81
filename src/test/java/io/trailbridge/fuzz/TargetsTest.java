package io.trailbridge.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fuzz.Samples.Sample;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is not mutated passes, through every step. */
@Timeout(120)
class TargetsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Tally tally;

    @TempDir
    private Path folder;

    @BeforeEach
    void empty() {
        tally = new Tally(folder, new PrintStream(out, true, UTF_8));
    }

    @Test
    void everySampleGoesThroughEveryStep() {
        EventTarget target = new EventTarget();
        for (Sample sample : Samples.load().events()) {
            take(target, Input.Kind.EVENT, sample.bytes());
        }

        assertTrue(tally.isClean(), printed());
        for (String step : List.of("hub", "open", "cloudtrail", "asff", "ocsf 1.3.0", "ocsf 1.7.0", "notice")) {
            assertTrue(printed().lines().anyMatch(line -> line.startsWith(step)), step);
        }
    }

    @Test
    void aMessageThatIsNoEnvelopeIsRefusedAndNoMore() {
        EventTarget target = new EventTarget();
        take(target, Input.Kind.MESSAGE, "{\"event_data\":".getBytes(UTF_8));
        take(target, Input.Kind.MESSAGE, "{\"a\":1}".getBytes(UTF_8));
        take(target, Input.Kind.COMPRESSED_MESSAGE, "AAAA".getBytes(UTF_8));

        assertTrue(tally.isClean(), printed());
        assertTrue(printed().lines().anyMatch(line -> line.matches("open +3 +3 .*")), printed());
    }

    @Test
    void everyFlowLogGivesRowsAndWhatIsMalformedARejects() {
        FlowLogTarget target = new FlowLogTarget();
        for (Sample sample : Samples.load().flowLogs()) {
            take(target, Input.Kind.FLOW_LOG, sample.bytes());
        }
        take(target, Input.Kind.FLOW_LOG, "{\"records\":[{\"a\":1}]}".getBytes(UTF_8));
        take(target, Input.Kind.FLOW_LOG, "no flow log".getBytes(UTF_8));

        assertTrue(tally.isClean(), printed());
        long given = printed()
                .lines()
                .filter(line -> line.matches("flow log (row|reject) .*[1-9].*"))
                .count();
        assertEquals(2, given, printed());
    }

    private void take(Target target, Input.Kind kind, byte[] bytes) {
        Input input = new Input(tally.inputs(), kind, bytes, 5);
        target.take(input, new Trial(input, tally));
        tally.tried();
    }

    private String printed() {
        out.reset();
        tally.print();
        return out.toString(UTF_8);
    }
}

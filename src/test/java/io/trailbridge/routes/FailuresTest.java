package io.trailbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonParseException;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class FailuresTest {
    @Test
    void anOutageIsTriedAgain() {
        assertEquals(Failures.Kind.PASSING, Failures.kind(new IllegalStateException(new ConnectException("refused"))));
        assertEquals(Failures.Kind.PASSING,
                Failures.kind(SdkClientException.create("no answer", new IOException("reset"))));
    }

    @Test
    void whatIsWrongWithTheEventIsParkedWhateverCausedIt() {
        RejectedException rejected = new RejectedException("InvalidData", "not valid", "cloudtrail");
        rejected.initCause(new IOException("seen on the way"));

        assertEquals(Failures.Kind.PERMANENT, Failures.kind(rejected));
        assertEquals(Failures.Kind.PERMANENT,
                Failures.kind(new IllegalStateException(new JsonParseException(null, "not JSON"))));
        assertEquals(Failures.Kind.PERMANENT, Failures.kind(new IllegalArgumentException("a step's own")));
    }

    @Test
    void aStopLeavesTheEventToTheNextStart() {
        assertEquals(Failures.Kind.STOPPED, Failures.kind(new StoppedException("cloudtrail")));
    }
}

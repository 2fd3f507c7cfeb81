package io.trailbridge.flowlogs.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.azure.core.exception.ClientAuthenticationException;
import io.trailbridge.aws.CallFailure;
import io.trailbridge.fault.FaultCode;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class StorageFailuresTest {
    @Test
    void anAccountThatIsNotReachedIsToldFromOneThatDoesNotAnswer() {
        assertEquals(FaultCode.UNREACHABLE, fault(new UncheckedIOException(new UnknownHostException("a.blob"))));
        assertEquals(FaultCode.CALL_HANGS, fault(new RuntimeException(new TimeoutException("60000ms"))));
        assertEquals(
                FaultCode.CALL_HANGS,
                StorageFailures.hangs(Duration.ofSeconds(5)).fault());
    }

    @Test
    void whoEntraDoesNotKnowHasWrongCredentials() {
        assertEquals(FaultCode.CREDENTIALS_INVALID, fault(new ClientAuthenticationException("AADSTS7000215", null)));
    }

    @Test
    void anErrorIsNoFailureOfTheBlob() {
        CallFailure broken = StorageFailures.classify(new IllegalStateException(new NoClassDefFoundError("x")));
        assertEquals(FaultCode.WORKER_DIED, broken.fault());
        assertEquals(CallFailure.Kind.FAILED, broken.kind());
    }

    @Test
    void anyOtherExceptionIsAFaultOfThisProgramAndOfTheTableWhereThatIsCalled() {
        assertNull(StorageFailures.classify(new IllegalStateException("x")));
        assertEquals(
                FaultCode.CHECKPOINT_FAILING,
                StorageFailures.ofTable(new IllegalStateException("x")).fault());
        assertEquals(
                FaultCode.UNREACHABLE,
                StorageFailures.ofTable(
                                SdkClientException.create("Unable to execute", new UnknownHostException("dynamodb")))
                        .fault());
    }

    private static FaultCode fault(Throwable failure) {
        return StorageFailures.classify(failure).fault();
    }
}

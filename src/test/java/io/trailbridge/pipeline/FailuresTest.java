package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.core.JsonParseException;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import java.io.IOException;
import java.net.ConnectException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

class FailuresTest {
    @Test
    void anOutageIsTriedAgain() {
        assertEquals(
                Failures.Kind.TRANSIENT, Failures.kind(new IllegalStateException(new ConnectException("refused"))));
        assertEquals(
                Failures.Kind.TRANSIENT,
                Failures.kind(SdkClientException.create("no answer", new IOException("reset"))));
    }

    @Test
    void whatIsWrongWithTheEventIsParkedWhateverCausedIt() {
        RejectedException rejected = new RejectedException("InvalidData", "not valid", "cloudtrail");
        rejected.initCause(new IOException("seen on the way"));

        assertEquals(Failures.Kind.PERMANENT, Failures.kind(rejected));
        assertEquals(
                Failures.Kind.PERMANENT,
                Failures.kind(new IllegalStateException(new JsonParseException(null, "not JSON"))));
        assertEquals(Failures.Kind.PERMANENT, Failures.kind(new IllegalArgumentException("a step's own")));
    }

    @Test
    void aStopLeavesTheEventToTheNextStart() {
        assertEquals(Failures.Kind.UNSETTLED, Failures.kind(new StoppedException("cloudtrail")));
    }

    @ParameterizedTest
    @CsvSource({
        "503,SlowDown",
        "500,InternalError",
        "400,ThrottlingException",
        "429,TooManyRequestsException",
        "403,ExpiredTokenException",
        "403,AccessDeniedException",
        "404,ResourceNotFoundException"
    })
    void whatAwsAnswersAStepInAnOutageParksNothing(int status, String code) {
        assertEquals(Failures.Kind.TRANSIENT, Failures.kind(answer(status, code)));
        assertEquals(
                Failures.Kind.TRANSIENT,
                Failures.kind(new IllegalStateException("a step's own", answer(status, code))));
    }

    @Test
    void aCallOfAStepThatGetsNoAnswerParksNothing() {
        assertEquals(Failures.Kind.TRANSIENT, Failures.kind(ApiCallTimeoutException.create(5000)));
        assertEquals(Failures.Kind.TRANSIENT, Failures.kind(SdkClientException.create("Unable to load credentials")));
    }

    @Test
    void whatAwsRefusesOfAStepIsParked() {
        assertEquals(Failures.Kind.PERMANENT, Failures.kind(answer(400, "InvalidParameterValue")));
        assertEquals(Failures.Kind.PERMANENT, Failures.kind(answer(400, "ValidationException")));
    }

    @Test
    void anErrorOfTheJvmParksNothing() {
        assertEquals(Failures.Kind.TRANSIENT, Failures.kind(new NoClassDefFoundError("a/library/of/a/Step")));
        assertEquals(
                Failures.Kind.TRANSIENT,
                Failures.kind(new CamelExecutionException("a step", null, new OutOfMemoryError("as the test says"))));
        assertEquals(Failures.Kind.PERMANENT, Failures.kind(new StackOverflowError()));
    }

    @Test
    void aCallThatAStopInterruptsLeavesTheEventToTheNextStart() {
        assertEquals(
                Failures.Kind.UNSETTLED,
                Failures.kind(AbortedException.create("interrupted", new InterruptedException())));
    }

    @Test
    void theFailureThatAStepHasCaughtCountsBeforeThatOfTheExchange() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setException(new IOException("connection reset"));
        assertEquals(Failures.Kind.TRANSIENT, Failures.kind(exchange));
        StoppedException caught = new StoppedException("target");
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, caught);
        assertEquals(Failures.Kind.UNSETTLED, Failures.kind(exchange));
        assertSame(caught, FailureHandling.failure(exchange));
    }

    private static AwsServiceException answer(int status, String code) {
        return AwsServiceException.builder()
                .statusCode(status)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("as scripted")
                        .build())
                .build();
    }
}

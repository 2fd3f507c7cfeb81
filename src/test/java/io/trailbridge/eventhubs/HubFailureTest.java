package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;
import io.trailbridge.fault.FaultCode;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;

class HubFailureTest {
    @Test
    void eachRefusalHasItsCodeAndARemedy() {
        assertRefusal(FaultCode.HUB_ACCESS_DENIED, amqp(AmqpErrorCondition.UNAUTHORIZED_ACCESS));
        assertRefusal(
                FaultCode.HUB_ACCESS_DENIED, new IllegalStateException(new ClientAuthenticationException("no", null)));
        assertRefusal(FaultCode.HUB_ACCESS_DENIED, new CredentialUnavailableException("none"));
        assertRefusal(FaultCode.HUB_NOT_FOUND, new RuntimeException(amqp(AmqpErrorCondition.NOT_FOUND)));
        assertRefusal(FaultCode.CALL_REFUSED, amqp(AmqpErrorCondition.RESOURCE_LIMIT_EXCEEDED));
        assertEquals(
                FaultCode.THROTTLED,
                HubFailure.of(amqp(AmqpErrorCondition.SERVER_BUSY_ERROR)).code());
    }

    @Test
    void entraIdThatCannotBeReachedHasRefusedNothing() {
        var failure = new CredentialUnavailableException("none", new UnknownHostException("login.microsoftonline.com"));
        assertEquals(FaultCode.HUB_UNREACHABLE, HubFailure.of(failure).code());
    }

    @Test
    void whatNoAnswerSaysIsNotThatRetriesAreExhausted() {
        var silence =
                Exceptions.retryExhausted("Retries exhausted: 0/0", new TimeoutException("no signal within 5000ms"));
        assertEquals(FaultCode.HUB_UNREACHABLE, HubFailure.of(silence).code());
        assertEquals(
                "TimeoutException: no signal within 5000ms",
                HubFailure.of(silence).cause());
    }

    @Test
    void theSdksContextIsLeftOut() {
        var failure = new AmqpException(false, AmqpErrorCondition.NOT_FOUND, "gone, errorContext[NAMESPACE: x]", null);
        assertEquals("amqp:not-found: gone", HubFailure.of(failure).cause());
    }

    @Test
    void aFailureOfTheCheckpointStoreIsNotOneOfTheHub() {
        assertTrue(HubFailure.isOfHub(new RuntimeException(amqp(AmqpErrorCondition.INTERNAL_ERROR))));
        assertFalse(HubFailure.isOfHub(new IllegalStateException("the table is gone")));
        assertTrue(HubFailure.isStolen(amqp(AmqpErrorCondition.LINK_STOLEN)));
    }

    private static void assertRefusal(FaultCode code, Throwable failure) {
        var why = HubFailure.of(failure);
        assertEquals(code, why.code());
        assertTrue(why.remedy() != null && !why.isTransient(), why.toString());
    }

    private static AmqpException amqp(AmqpErrorCondition condition) {
        return new AmqpException(false, condition, "the hub says no", null);
    }
}

package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.junit.jupiter.api.Test;

class HubSignalsTest {
    private static final HubFailure REFUSED = HubFailure.of(
            new AmqpException(false, AmqpErrorCondition.RESOURCE_LIMIT_EXCEEDED, "five are enough", null));
    private static final HubFailure CLOSED = HubFailure.of(new AmqpException(true, "the link was closed", null));

    private long seconds = 1000;
    private final Faults faults =
            new Faults(Clock.systemUTC(), () -> Duration.ofSeconds(seconds).toNanos());
    private final HubSignals signals = new HubSignals(
            faults,
            EventHubsSettings.defaults(),
            HubAddress.of(
                    new EventHubCredentials(null, "contoso", "defender", "trailbridge"), new EventHubsConfiguration()));

    @Test
    void aSilentHubIsAFaultAtOnceAndTakesHealthDownAfterTheLimit() {
        signals.silent(new HubFailure(FaultCode.HUB_UNREACHABLE, "DNS: unknown", null, true), faults.nanos());
        assertEquals("hub contoso.servicebus.windows.net/defender trailbridge", fault().at());
        assertFalse(fault().down());
        seconds += 61;
        signals.silent(new HubFailure(FaultCode.HUB_UNREACHABLE, "DNS: unknown", null, true), faults.nanos());
        assertTrue(fault().down());
        signals.heard();
        assertTrue(faults.present().isEmpty());
    }

    @Test
    void aRefusedPartitionIsAFaultAtOnceAndAllAreOne() {
        signals.failed("2", REFUSED);
        signals.failed("1", REFUSED);
        signals.report();
        assertEquals(FaultCode.PARTITION_NOT_READ, fault().code());
        assertTrue(
                fault().cause().startsWith("owned but not read: 1, 2: amqp:resource-limit-exceeded"), fault().cause());
        seconds += 61;
        assertTrue(fault().down());
    }

    @Test
    void aLinkThatWasClosedIsNoFaultWhileItIsOpenedAgain() {
        signals.failed("0", CLOSED);
        seconds += 10;
        signals.claimed("0");
        signals.report();
        assertTrue(faults.present().isEmpty());
        seconds += 31;
        signals.report();
        assertTrue(faults.present().isEmpty(), "claimed for long");
    }

    @Test
    void aPartitionThatIsClaimedAndFailsAgainAndAgainIsUnreadSinceTheFirstTime() {
        for (int round = 0; round < 7; round++) {
            signals.failed("0", CLOSED);
            signals.report();
            seconds += 9;
            signals.claimed("0");
            seconds += 1;
        }
        signals.failed("0", CLOSED);
        signals.report();
        assertTrue(fault().down(), fault().toString());
    }

    @Test
    void eventsOrAnotherOwnerEndIt() {
        signals.failed("0", REFUSED);
        signals.report();
        signals.read("0");
        assertTrue(faults.present().isEmpty());

        signals.failed("1", REFUSED);
        signals.others(Set.of("1"));
        signals.report();
        assertTrue(faults.present().isEmpty());
    }

    @Test
    void partitionsAreNotSpokenOfWhileTheHubIsSilent() {
        signals.silent(CLOSED, faults.nanos());
        signals.failed("0", REFUSED);
        signals.report();
        assertEquals(FaultCode.HUB_UNREACHABLE, fault().code());
    }

    @Test
    void afterASilenceOfTheHubItsPartitionsHaveTimeToBeOpened() {
        signals.silent(CLOSED, faults.nanos());
        signals.failed("0", REFUSED);
        seconds += 300;
        signals.heard();
        signals.report();
        assertTrue(faults.present().isEmpty());
        seconds += 13;
        signals.report();
        assertEquals(FaultCode.PARTITION_NOT_READ, fault().code());
        assertFalse(fault().down());
    }

    @Test
    void whatIsClosedIsNotShownAnyMore() {
        signals.silent(CLOSED, faults.nanos());
        signals.close();
        assertTrue(faults.present().isEmpty());
    }

    private Fault fault() {
        List<Fault> present = faults.present();
        assertEquals(1, present.size(), present.toString());
        return present.get(0);
    }
}

package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.trailbridge.batch.BackOff;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.FaultSignal;
import io.trailbridge.fault.Faults;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.camel.component.azure.eventhubs.EventHubsConfiguration;
import org.junit.jupiter.api.Test;

class HubCredentialsTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
    private final FaultSignal signal = new Faults().detail("hub");
    private final HubAddress first = connection("Zmlyc3Q=");
    private final HubAddress second = connection("c2Vjb25k");
    private HubAddress stored = first;
    private int readings;
    private final HubCredentials credentials = credentials(() -> stored);

    private HubCredentials credentials(Supplier<HubAddress> connect) {
        return new HubCredentials(
                connect,
                () -> {
                    readings++;
                    return stored;
                },
                signal,
                new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(60)),
                new Clocks(Clock.systemUTC(), nanos::get));
    }

    private static HubAddress connection(String key) {
        return HubAddress.of(
                new EventHubCredentials(
                        "Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=n;" + "SharedAccessKey=" + key
                                + ";EntityPath=hub",
                        null,
                        null,
                        "group"),
                new EventHubsConfiguration());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void othersTakeThePlaceOfThoseThatWereRefused() {
        stored = second;
        assertSame(second, credentials.refused(first));
    }

    @Test
    void theSameAreReadAgainWithBackOffUntilTheyAreTaken() {
        assertNull(credentials.refused(first));
        assertNull(credentials.refused(first));
        assertEquals(1, readings, "not at once");
        pass(Duration.ofSeconds(1));
        credentials.refused(first);
        pass(Duration.ofSeconds(1));
        credentials.refused(first);
        assertEquals(2, readings, "the second pause is longer");
        pass(Duration.ofSeconds(1));
        credentials.accepted();
        credentials.refused(first);
        pass(Duration.ofSeconds(1));
        credentials.refused(first);
        assertEquals(4, readings);
    }

    @Test
    void whatALibrarySaysOfASecretIsNotRepeated() {
        HubCredentials broken = credentials(() -> {
            throw new IllegalStateException("SharedAccessKey=c2Vjb25k is odd");
        });
        assertNull(broken.connection());
        assertEquals(FaultCode.SECRET_UNREADABLE, signal.fault().code());
        assertFalse(signal.fault().cause().contains("c2Vjb25k"), signal.fault()::toString);
        assertSame(first, credentials.connection());
        assertNull(signal.fault());
    }
}

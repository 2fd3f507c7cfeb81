package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.aws.CallFailure;
import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadingFaultsTest {
    private static final String ACCOUNT = ReadingFaults.account("a");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private long nanos;
    private final Faults faults = new Faults(Clock.fixed(NOW, ZoneOffset.UTC), () -> nanos);
    private final AtomicInteger began = new AtomicInteger();
    private final ReadingFaults failing = new ReadingFaults(faults, Duration.ofSeconds(60), began::incrementAndGet);

    @Test
    void anAccountFailsAsLongAsOneOfItsBlobsAndSinceTheFirst() {
        failing.failed(ACCOUNT, blob("1"), busy("first"));
        nanos = Duration.ofSeconds(40).toNanos();
        failing.failed(ACCOUNT, blob("2"), busy("second"));
        Fault fault = faults.present().get(0);
        assertEquals(FaultCode.THROTTLED, fault.code());
        assertEquals("storage account a", fault.at());
        assertEquals(NOW, fault.since());
        assertTrue(fault.cause().contains("ServerBusy: second (blobs that wait: 2, one is a/c/2)"), fault.cause());

        failing.recovered(blob("1"));
        assertTrue(failing.isFailing(ACCOUNT));
        failing.recovered(blob("2"));
        assertFalse(failing.isFailing(ACCOUNT));
        assertEquals(0, faults.present().size());
        assertEquals(1, began.get());
    }

    @Test
    void oneThatFailsIsNotForgottenForManyThatCameAndWent() {
        failing.failed(ACCOUNT, blob("1"), busy("x"));
        for (int i = 0; i < 3000; i++) {
            failing.failed(ReadingFaults.account("b" + i), blob("2"), busy("y"));
            failing.recovered(blob("2"));
        }
        assertTrue(failing.isFailing(ACCOUNT));
        assertEquals(1, faults.present().size());
    }

    @Test
    void healthGoesDownWhenItHasLasted() {
        failing.failed(ACCOUNT, blob("1"), busy("x"));
        assertFalse(faults.present().get(0).down());
        nanos = Duration.ofSeconds(60).toNanos();
        assertTrue(faults.present().get(0).down());
    }

    @Test
    void whatHoldsABlobUpElsewhereIsAFaultOfItsOwn() {
        failing.failed(ACCOUNT, blob("1"), busy("x"));
        failing.failed("table t", blob("1"), busy("y"));
        failing.recovered("table t", blob("1"));
        assertTrue(failing.isFailing(ACCOUNT));
        assertFalse(failing.isFailing("table t"));
    }

    @Test
    void afterTheCloseNothingIsShown() {
        failing.failed(ACCOUNT, blob("1"), busy("x"));
        failing.close();
        assertEquals(0, faults.present().size());
        failing.failed(ACCOUNT, blob("1"), busy("late"));
        assertEquals(0, faults.present().size());
    }

    private static CallFailure busy(String message) {
        return new CallFailure(CallFailure.Kind.THROTTLED, "ServerBusy", message, null);
    }

    private static BlobReference blob(String path) {
        return new BlobReference("https://a.blob.core.windows.net", "a", "c", path);
    }
}

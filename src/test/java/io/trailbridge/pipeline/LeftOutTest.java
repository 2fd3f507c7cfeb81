package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.MappingException;
import org.junit.jupiter.api.Test;

class LeftOutTest {
    @Test
    void theRoutesAndTheSinksCountInOneMeter() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        LeftOut leftOut =
                new LeftOut("security-hub", event -> event.kind() == EventKind.SECURE_SCORE, new BatchMeters(registry));

        assertTrue(leftOut.excludes(mapped(EventKind.SECURE_SCORE), event -> false));
        assertFalse(leftOut.excludes(mapped(EventKind.ALERT), event -> false));
        new BatchMeters(registry).leftOut("security-hub", "secure-score").increment();

        assertEquals(
                2,
                registry.get("trailbridge.left.out")
                        .tag("sink", "security-hub")
                        .tag("kind", "secure-score")
                        .counter()
                        .count());
        assertEquals(1, registry.getMeters().size());
    }

    @Test
    void aPageWithoutAnEventIsLeftOutOfEverySinkAndCounted() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        LeftOut leftOut = LeftOut.nothing("cloudtrail", new BatchMeters(registry));

        assertTrue(leftOut.excludes(mapped(EventKind.EMPTY_PAGE), event -> false));
        assertTrue(leftOut.excludesMessage("empty-page"));
        assertFalse(leftOut.excludesMessage("unrecognised"));
        assertEquals(
                2,
                registry.get("trailbridge.left.out")
                        .tag("sink", "cloudtrail")
                        .tag("kind", "empty-page")
                        .counter()
                        .count());
    }

    @Test
    void aScanThatFoundNothingIsNoFaultWhereItHasNoForm() {
        assertTrue(LeftOut.isCleanScan(failed(EventKind.MALWARE_SCAN, MappingException.NO_MAPPING)));
        assertFalse(LeftOut.isCleanScan(failed(EventKind.MALWARE_SCAN, "ocsf/malware-scan.jslt")));
        assertFalse(LeftOut.isCleanScan(failed(EventKind.BLOB_CREATED, MappingException.NO_MAPPING)));
        assertFalse(LeftOut.isCleanScan(mapped(EventKind.MALWARE_SCAN)));
    }

    private static MappedEvent failed(EventKind kind, String mapping) {
        return new MappedEvent(kind, 0, null, null, new MappingException(kind, mapping, "$", "a reason"));
    }

    private static MappedEvent mapped(EventKind kind) {
        return new MappedEvent(kind, 0, null, "{}", null);
    }
}

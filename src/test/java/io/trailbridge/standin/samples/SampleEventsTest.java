package io.trailbridge.standin.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theExpectedUidsAreThoseThatThePipelineMakesAndNoneComesTwice() throws IOException {
        CloudTrailMapper mapper = new CloudTrailMapper("123456789012", null);
        EventOrigin origin = new EventOrigin("hub", "0", 1L, Instant.parse("2026-01-01T00:00:00Z"), 0);
        Set<String> seen = new HashSet<>();
        for (long n = 0; n < 3L * SampleEvents.period(); n++) {
            List<MappedEvent> mapped = mapper.toCloudTrail(JSON.readTree(SampleEvents.at(n)), origin);

            assertEquals(
                    mapped.stream().map(SampleEventsTest::uid).toList(),
                    SampleEvents.expectedUids(n, origin.enqueuedTime()),
                    "message " + n);
            assertEquals(
                    mapped.stream()
                            .map(event -> SampleEvents.keyOf(uid(event), event.json()))
                            .toList(),
                    SampleEvents.expectedUids(n),
                    "message " + n);
            for (String uid : SampleEvents.expectedUids(n)) {
                assertTrue(seen.add(uid), "message " + n + " repeats " + uid);
            }
        }
    }

    @Test
    void theSameNumberGivesTheSameBytesAndTheKindOfItsSample() throws IOException {
        long far = 0xFFFF_FFFFL * SampleEvents.period() + 5;

        assertArrayEquals(SampleEvents.at(far), SampleEvents.at(far));
        assertEquals(SampleEvents.kindOf(far), Classifier.kindOf(JSON.readTree(SampleEvents.at(far))));
        assertEquals(SampleEvents.kindOf(5), SampleEvents.kindOf(far));
    }

    @Test
    void thereAreSamplesOutsideOfTheStreamAsWell() {
        assertTrue(SampleEvents.all().size() >= 24);
        assertTrue(SampleEvents.period() < SampleEvents.all().size());
    }

    private static String uid(MappedEvent event) {
        return event.document().get("UID").textValue();
    }
}

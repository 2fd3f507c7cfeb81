package io.trailbridge.transform.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.samples.PublicSamples;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.Fillers;
import io.trailbridge.transform.MappedEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vendor's published messages. */
class CloudTrailPublicSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EventOrigin ORIGIN =
            new EventOrigin("defender-export", "0", 7L, Instant.parse("2026-05-05T10:00:00Z"), 0);

    private final CloudTrailMapper mapper = new CloudTrailMapper(EventDataForm.ACCOUNT, null);

    @ParameterizedTest
    @MethodSource("messagesOrNothing")
    void aDefenderMessageBecomesValidEventDataOfItsKindWithoutFillers(Path file) throws IOException {
        PublicSamples.assumeHere();

        List<MappedEvent> mapped = mapper.toCloudTrail(PublicSamples.read(file), ORIGIN);

        assertEquals(1, mapped.size());
        assertNotEquals(EventKind.UNRECOGNISED, mapped.get(0).kind());
        JsonNode eventData = JSON.readTree(mapped.get(0).json());
        assertEquals(List.of(), EventDataForm.faults(mapped.get(0).json()));
        assertEquals(List.of(), Fillers.in(eventData, "$"));
    }

    @ParameterizedTest
    @MethodSource("othersOrNothing")
    void anyOtherMessageBecomesValidEventDataAsWell(Path file) throws IOException {
        PublicSamples.assumeHere();

        for (MappedEvent event : mapper.toCloudTrail(PublicSamples.read(file), ORIGIN)) {
            assertEquals(List.of(), EventDataForm.faults(event.json()));
        }
    }

    @Test
    void aPlaceholderInADocumentedIdIsNotTakenForAnId() throws IOException {
        PublicSamples.assumeHere();

        JsonNode identity = mapper.toCloudTrail(
                        PublicSamples.read(
                                PublicSamples.file("subassessments/msdocs-arg-container-mdvm-cve-2022-42969.json")),
                        ORIGIN)
                .get(0)
                .document()
                .get("userIdentity");

        assertEquals(
                "{\"type\":\"AzureService\",\"principalId\":\"Microsoft Defender for Cloud\"}", identity.toString());
    }

    static Stream<Path> messagesOrNothing() {
        return PublicSamples.orNothing(PublicSamples::isDefender);
    }

    static Stream<Path> othersOrNothing() {
        return PublicSamples.orNothing(file -> !PublicSamples.isDefender(file));
    }
}

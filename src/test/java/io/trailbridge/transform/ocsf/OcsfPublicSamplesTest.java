package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.trailbridge.standin.samples.PublicSamples;
import io.trailbridge.transform.MappedEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vendor's published alerts. */
class OcsfPublicSamplesTest {
    @ParameterizedTest
    @MethodSource("alertsOrNothing")
    void aPublishedAlertBecomesAValidDetectionWithoutFillers(Path file) throws IOException {
        PublicSamples.assumeHere();
        for (String version : OcsfForm.VERSIONS) {
            List<MappedEvent> mapped = OcsfForm.mapper(version, true).toOcsf(PublicSamples.read(file), OcsfForm.ORIGIN);
            assertFalse(mapped.isEmpty());
            for (MappedEvent event : mapped) {
                assertFalse(event.failed(), () -> event.failure().getMessage());
                assertEquals(2004, event.document().get("class_uid").intValue());
                assertEquals(List.of(), OcsfForm.faults(version, event.json()));
                assertEquals(List.of(), OcsfForm.fillers(event.document()));
            }
        }
    }

    static Stream<Path> alertsOrNothing() {
        return PublicSamples.orNothing(OcsfPublicSamplesTest::isAlert);
    }

    private static boolean isAlert(Path file) {
        String name = file.getFileName().toString();
        return file.getParent().endsWith("alerts") || name.startsWith("securityalert") || name.contains("activitylog");
    }
}

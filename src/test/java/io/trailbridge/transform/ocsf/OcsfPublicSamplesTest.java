package io.trailbridge.transform.ocsf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.transform.MappedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vendor's published alerts; they are not part of the project, so this is skipped where they are not. */
class OcsfPublicSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("alertsOrNothing")
    void aPublishedAlertBecomesAValidDetectionWithoutFillers(Path file) throws IOException {
        assumeTrue(OcsfForm.hasSchemas(), "../shared is not here");
        for (String version : OcsfForm.VERSIONS) {
            List<MappedEvent> mapped =
                    OcsfForm.mapper(version, true).toOcsf(JSON.readTree(file.toFile()), OcsfForm.ORIGIN);
            assertFalse(mapped.isEmpty());
            for (MappedEvent event : mapped) {
                assertFalse(event.failed(), () -> event.failure().getMessage());
                assertEquals(2004, event.document().get("class_uid").intValue());
                assertEquals(List.of(), OcsfForm.faults(version, event.json()));
                assertEquals(List.of(), OcsfForm.fillers(event.document()));
            }
        }
    }

    /** One element even where there are no messages, so that the test is shown as skipped. */
    static Stream<Path> alertsOrNothing() throws IOException {
        if (!OcsfForm.hasSchemas()) {
            return Stream.of(OcsfForm.SHARED);
        }
        try (Stream<Path> files = Files.walk(OcsfForm.SHARED.resolve("samples"))) {
            return files.filter(OcsfPublicSamplesTest::isAlert).sorted().toList().stream();
        }
    }

    private static boolean isAlert(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".json") && (file.getParent().endsWith("alerts") || name.startsWith("securityalert")
                || name.contains("activitylog"));
    }
}

package io.trailbridge.transform;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.transform.cloudtrail.CloudTrailMapper;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the user that would have no effect, and imports of what is not there. */
class UnusedMappingsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "alerts.jslt, alert.jslt",
        "Alert.jslt, alert.jslt",
        "alert.JSLT, alert.jslt",
        "comon.jslt, common.jslt",
        "subassessment.jslt, sub-assessment.jslt",
        "secure_score.jslt, secure-score.jslt"
    })
    void aMisspeltNameIsRefusedWithTheRightOne(String name, String meant) throws IOException {
        Path file = write("cloudtrail/" + name, "{}");

        String message = refusal();

        assertTrue(message.contains(file.toString()) && message.contains("rename it to " + meant + " "), message);
    }

    @Test
    void aNameLikeNoOtherIsRefusedWithAllOfThem() throws IOException {
        Path file = write("cloudtrail/what-i-wanted.jslt", "{}");

        String message = refusal();

        assertTrue(message.contains(file.toString()), message);
        assertTrue(
                message.contains("alert.jslt, assessment.jslt, attack-path.jslt, blob-created.jslt, common.jslt"),
                message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alert.jslt",
                "common.jslt",
                "cloudtrial/alert.jslt",
                "mappings/cloudtrail/alert.jslt",
                "asf/own.jslt",
                "CloudTrail/own.jslt",
                "shared/Alerts.jslt"
            })
    void aFileInAnotherFolderIsRefused(String name) throws IOException {
        Path file = write(name, "{}");

        String message = refusal();

        assertTrue(message.contains(file.toString()), message);
        assertTrue(message.contains("cloudtrail, ocsf, asff"), message);
    }

    @Test
    void aModuleThatIsImportedIsUsed() throws IOException {
        write("cloudtrail/alert.jslt", "import \"lib/own.jslt\" as own\nown:all(.)");
        write("cloudtrail/lib/own.jslt", "def all(event)\n  $event");

        assertDoesNotThrow(() -> new CloudTrailMapper("123456789012", folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mine.jslt", "alerts.jslt"})
    void aModuleThatTargetsShareMayLieBesideThem(String name) throws IOException {
        write("cloudtrail/alert.jslt", "import \"../shared/" + name + "\" as own\nown:all(.)");
        write("shared/" + name, "def all(event)\n  $event");

        assertDoesNotThrow(() -> new CloudTrailMapper("123456789012", folder));
        assertDoesNotThrow(() -> new OcsfMapper(OcsfMapper.VERSION, false, folder));
    }

    @Test
    void aMappingThatIsAFolderIsRefused() throws IOException {
        Path place = Files.createDirectories(folder.resolve("cloudtrail/alert.jslt"));

        String message = refusal();

        assertTrue(message.contains(place + " is no file"), message);
    }

    @Test
    void aMappingThatLinksToNothingIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("cloudtrail"));
        Path link = Files.createSymbolicLink(folder.resolve("cloudtrail/alert.jslt"), folder.resolve("gone"));

        String message = refusal();

        assertTrue(message.contains(link + " is no file"), message);
    }

    @Test
    void whatIsHiddenIsNotEntered() throws IOException {
        Path hidden = Files.createDirectories(folder.resolve("cloudtrail/.git"));
        Files.createSymbolicLink(hidden.resolve("again"), folder);
        Files.createSymbolicLink(folder.resolve(".again"), folder);

        assertDoesNotThrow(() -> new CloudTrailMapper("123456789012", folder));
    }

    @Test
    void aFolderThatCanNotBeReadIsRefusedUnlessItIsHidden() throws IOException {
        Path open = Files.createDirectories(folder.resolve("cloudtrail/lib"));
        Path hidden = Files.createDirectories(folder.resolve(".git"));
        Files.setPosixFilePermissions(hidden, Set.of());
        try {
            assertDoesNotThrow(() -> new CloudTrailMapper("123456789012", folder));
            Files.setPosixFilePermissions(open, Set.of());
            Assumptions.assumeFalse(Files.isReadable(open), "this user may read everything");
            String message = refusal();
            assertTrue(message.contains(open.toString()), message);
        } finally {
            Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwx------"));
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aFolderThatLinksToItselfIsRefused() throws IOException {
        Path loop = Files.createSymbolicLink(folder.resolve("again"), folder);

        String message = refusal();

        assertTrue(message.contains(folder + " cannot be read") && message.contains(loop.toString()), message);
    }

    @Test
    void aModuleThatNobodyImportsIsRefused() throws IOException {
        Path file = write("cloudtrail/lib/own.jslt", "def all(event)\n  $event");

        String message = refusal();

        assertTrue(message.contains(file.toString()), message);
    }

    @Test
    void filesOfOtherTargetsAndOtherFilesAreLeftAlone() throws IOException {
        write("ocsf/alert.jslt", "{}");
        write("asff/alert.jslt", "{}");
        write("README.md", "mine");
        write("cloudtrail/notes.txt", "mine");
        write("..data/cloudtrail/alert.jslt", "{}");
        write(".git/x.jslt", "{}");

        assertDoesNotThrow(() -> new CloudTrailMapper("123456789012", folder));
        assertDoesNotThrow(() -> new OcsfMapper(OcsfMapper.VERSION, false, folder));
    }

    @Test
    void aMissingModuleIsNamedWithTheImport() throws IOException {
        Path file = write("cloudtrail/alert.jslt", "// mine\nimport \"comon.jslt\" as common\n{}");

        String message = refusal();

        assertTrue(message.contains(file + ":2"), message);
        assertTrue(message.contains("cloudtrail/comon.jslt"), message);
    }

    @Test
    void aMissingModuleOfAModuleIsNamedWithTheImport() throws IOException {
        write("cloudtrail/alert.jslt", "import \"own.jslt\" as own\n{}");
        Path file = write("cloudtrail/own.jslt", "\n\nimport \"gone.jslt\" as gone\ndef x() 1");

        String message = refusal();

        assertTrue(message.contains(file + ":3"), message);
        assertTrue(message.contains("cloudtrail/gone.jslt"), message);
    }

    private String refusal() {
        return assertThrows(IllegalArgumentException.class, () -> new CloudTrailMapper("123456789012", folder))
                .getMessage();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}

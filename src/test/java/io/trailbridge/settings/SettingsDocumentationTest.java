package io.trailbridge.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.runtime.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsDocumentationTest {
    @Test
    void theExampleShowsEverySettingWithItsDefaultAndMeaning() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("application.properties.example"));

        for (Setting setting : Catalog.settings()) {
            int line = lines.indexOf("#" + setting.property() + "=" + setting.defaultValue());
            assertTrue(line > 0, "no line #" + setting.property() + "=" + setting.defaultValue());
            assertEquals("# " + setting.meaning() + " [" + setting.environment() + "]", lines.get(line - 1));
        }
    }

    @Test
    void theExampleShowsNothingElse() throws IOException {
        TreeSet<String> shown = Files.readAllLines(Path.of("application.properties.example")).stream()
                .filter(line -> line.startsWith("#trailbridge."))
                .map(line -> line.substring(1, line.indexOf('=')))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(
                Catalog.settings().stream().map(Setting::property).collect(Collectors.toCollection(TreeSet::new)),
                shown);
    }

    @Test
    void theDocumentListsEverySetting() throws IOException {
        String document = Files.readString(Path.of("docs/configuration.md"));

        for (Setting setting : Catalog.settings()) {
            String value = setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`";
            String row = "| `" + setting.property() + "` | `" + setting.environment() + "` | " + value + " | "
                    + setting.meaning() + " |";
            assertTrue(document.contains(row), "no row " + row);
        }
    }
}

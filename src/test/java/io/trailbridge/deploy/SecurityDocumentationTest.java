package io.trailbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The bounds that SECURITY.md states are those of the code. */
class SecurityDocumentationTest {
    private static final Path DOCUMENT = Path.of("SECURITY.md");
    private static final Pattern BOUND =
            Pattern.compile("\\| .* \\| ([0-9,]+) ?([A-Za-z]*)[^|]*\\| `(\\w+)\\.(\\w+)` \\|");
    private static final Map<String, Long> UNITS = Map.of("MiB", 1L << 20, "KiB", 1L << 10, "Ki", 1L << 10);
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "min", 60L, "h", 3600L);

    @TestFactory
    Stream<DynamicTest> eachBoundIsThatOfTheCode() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .map(BOUND::matcher)
                .filter(Matcher::matches)
                .map(row -> DynamicTest.dynamicTest(row.group(4) + " of " + row.group(3), () -> check(row)));
    }

    @Test
    void eachRowOfTheTableIsHeldUnlessItNamesNothing() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("| what | bound |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.endsWith("| |"))
                .toList();

        assertTrue(rows.size() > 25, "the table has moved");
        assertEquals(
                List.of(),
                rows.stream().filter(row -> !BOUND.matcher(row).matches()).toList());
    }

    private static void check(Matcher row) throws Exception {
        Field constant = type(row.group(3)).getDeclaredField(row.group(4));
        constant.setAccessible(true);
        long number = Long.parseLong(row.group(1).replace(",", ""));
        if (constant.get(null) instanceof Duration duration) {
            assertEquals(Duration.ofSeconds(number * SECONDS.get(row.group(2))), duration);
        } else {
            assertEquals(number * UNITS.getOrDefault(row.group(2), 1L), ((Number) constant.get(null)).longValue());
        }
    }

    private static Class<?> type(String name) throws IOException, ClassNotFoundException {
        Path sources = Path.of("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            Path file = files.filter(path -> path.endsWith(name + ".java"))
                    .findFirst()
                    .orElseThrow();
            return Class.forName(sources.relativize(file)
                    .toString()
                    .replaceAll("\\.java$", "")
                    .replace('/', '.'));
        }
    }
}

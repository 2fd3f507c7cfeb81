package io.trailbridge.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultDocumentationTest {
    @Test
    void everyCodeHasARowThatSaysWhatItMeansWhatHealthDoesAndWhatToDo() throws IOException {
        List<String> complete = Files.readAllLines(Path.of("docs/faults.md")).stream()
                .filter(line -> line.matches("\\| `[a-z-]+` \\| \\S.* \\| \\S.* \\| \\S.* \\|"))
                .map(line -> line.split("`")[1])
                .toList();

        assertEquals(Arrays.stream(FaultCode.values()).map(FaultCode::id).toList(), complete);
    }

    @Test
    void everyMessageThatIsQuotedIsOneOfTheProgram() throws IOException {
        String program = sources();
        List<String> rows = Files.readAllLines(Path.of("docs/faults.md")).stream()
                .dropWhile(line -> !line.startsWith("## What ends a start"))
                .takeWhile(line -> !line.startsWith("## What is counted"))
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertTrue(rows.size() > 10, "the table has moved");
        for (String row : rows) {
            for (String message : quoted(row.split("\\|")[1])) {
                assertTrue(program.contains(message), "nothing says `" + message + "`");
            }
        }
    }

    private static List<String> quoted(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The main sources, with strings that are cut over lines joined again. */
    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
            }
        }
        return all.toString();
    }
}

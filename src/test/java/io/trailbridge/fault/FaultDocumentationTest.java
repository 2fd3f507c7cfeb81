package io.trailbridge.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
}

package io.trailbridge.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that Trailbridge runs from: that of its jar, else (run from compiled classes) the working folder. */
final class Home {
    private Home() {}

    static Path directory() {
        try {
            Path code = Path.of(Home.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isRegularFile(code) ? code.toAbsolutePath().getParent() : Path.of("");
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

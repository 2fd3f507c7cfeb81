package io.trailbridge.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code trailbridge.jar} has on its class path. */
class LibrariesIT {
    private static final Path JAR = Path.of(System.getProperty("trailbridge.package", "target/trailbridge"))
            .resolve("trailbridge.jar");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "netty-(?!tcnative|nio-client).*",
                "netty-tcnative-.*",
                "jackson-(?!annotations).*",
                "log4j-.*",
                "vertx-.*",
                "reactor-netty-.*",
                "camel-.*"
            })
    void modulesOfOneProjectHaveOneVersion(String module) throws Exception {
        Pattern jar = Pattern.compile(module + "-(\\d+(\\.\\d+)*).*\\.jar");
        Set<String> versions = libraries().stream()
                .map(jar::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(1, versions.size(), () -> module + " in versions " + versions);
    }

    @Test
    void whatNoRouteAndNoClassUsesIsNotThere() throws Exception {
        Pattern unused = Pattern.compile("(camel-(browse|cluster|controlbus|core-catalog|dataset|mock|saga|stub"
                + "|tooling-model|validator|xml-io|xml-jaxb|xpath|xslt|yaml-io)|vertx-auth-(jwt|properties)|jaxb-runtime"
                + "|snakeyaml)-\\d.*");

        assertEquals(
                List.of(),
                libraries().stream()
                        .filter(library -> unused.matcher(library).matches())
                        .toList());
    }

    private static List<String> libraries() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String path = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            assertNotNull(path, "no class path in " + JAR);
            return Arrays.stream(path.split(" "))
                    .map(entry -> Objects.toString(Path.of(entry).getFileName()))
                    .toList();
        }
    }
}

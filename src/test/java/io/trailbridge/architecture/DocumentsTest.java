package io.trailbridge.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.runtime.Catalog;
import io.trailbridge.sinks.AwsService;
import io.trailbridge.sinks.SinkDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name is there. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern STEP = Pattern.compile("ref: (\\w+)");
    private static final Pattern CLASS = Pattern.compile("`(?:[a-z.]+/)*([A-Z][A-Za-z]+)`");

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(
                                    Path.of("README.md"),
                                    Path.of("CONTRIBUTING.md"),
                                    Path.of("SECURITY.md"),
                                    Path.of("deploy/README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    @Test
    void everyLinkLeadsToAFileAndAHeadingOfIt() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                links++;
                Path target = link.group(1).isEmpty()
                        ? document
                        : document.resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target)
                        || link.group(2) != null && !anchors(target).contains(link.group(2))) {
                    broken.add(document + ": " + link.group());
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(links > 10, "links were found: " + links);
    }

    private static Set<String> anchors(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase()
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void everyClassThatTheWayOfAnEventNamesIsInTheCode() throws IOException {
        Set<String> classes = new TreeSet<>();
        for (String root : List.of("src/main/java", "src/test/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> classes.add(name.replace(".java", "")));
            }
        }
        String document = Files.readString(Path.of("CONTRIBUTING.md"));
        Set<String> named = CLASS.matcher(document)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        named.removeAll(Set.of("None", "Unknown"));

        assertTrue(named.size() > 20, named::toString);
        named.removeAll(classes);
        assertEquals(Set.of(), named);
    }

    @Test
    void everySinkIsInThePictureTheTableAndTheExample() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String configuration = Files.readString(Path.of("docs/configuration.md"));
        for (SinkDefinition sink : Catalog.SINKS) {
            String title = sink.service().map(AwsService::title).orElse("flow logs");
            assertTrue(readme.contains(title) && readme.contains(sink.routeId()), "README.md: " + sink.id());
            assertTrue(
                    configuration.contains("| " + title + " | `" + sink.queue().property() + "` |"),
                    "docs/configuration.md: " + sink.id());
        }
    }

    @Test
    void everyStepThatARouteNamesIsInTheTableOfSteps() throws IOException {
        String document = Files.readString(Path.of("docs/routes.md"));
        Set<String> named = new TreeSet<>();
        try (Stream<Path> routes = Files.list(Path.of("routes"))) {
            for (Path route : routes.toList()) {
                STEP.matcher(Files.readString(route)).results().forEach(match -> named.add(match.group(1)));
            }
        }

        assertTrue(named.size() > Catalog.SINKS.size(), named::toString);
        named.removeIf(step -> document.contains("`" + step + "`"));
        assertEquals(Set.of(), named);
    }

    @Test
    void everyFolderOfTheCodeSaysWhatItIs() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            Set<Path> silent = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertEquals(Set.of(), silent);
        }
    }
}

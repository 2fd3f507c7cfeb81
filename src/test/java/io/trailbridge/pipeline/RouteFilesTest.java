package io.trailbridge.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.runtime.Catalog;
import io.trailbridge.sinks.SinkDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouteFilesTest {
    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("routes"))) {
            return all.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereIsARouteFileForEachPipeline() throws IOException {
        assertEquals(
                Stream.concat(
                                Stream.of("ingest-defender"),
                                Catalog.SINKS.stream().map(SinkDefinition::routeId))
                        .map(route -> route + ".camel.yaml")
                        .sorted()
                        .toList(),
                files().stream().map(file -> file.getFileName().toString()).toList());
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileHoldsOnePipelineWhoseFirstRouteIsNamedLikeIt(Path file) throws Exception {
        List<RouteDefinition> routes = load(file);

        // Further routes are parts of the first: nothing from outside comes in by them.
        assertTrue(routes.stream()
                .skip(1)
                .allMatch(route -> route.getInput().getEndpointUri().startsWith("direct:")));
        assertEquals(file.getFileName().toString(), routes.get(0).getId() + ".camel.yaml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyStepHasAnIdAndADescription(Path file) throws Exception {
        for (RouteDefinition route : load(file)) {
            assertNotNull(route.getDescriptionText(), route.getId());
            assertTrue(route.getInput().hasCustomIdAssigned(), route.getId() + ": from");
            for (ProcessorDefinition<?> step : steps(route)) {
                assertTrue(step.hasCustomIdAssigned(), route.getId() + ": " + step.getLabel() + " has no id");
                assertNotNull(step.getDescriptionText(), route.getId() + ": " + step.getId() + " has no description");
            }
        }
    }

    @Test
    void noTwoStepsOfAllFilesShareAnId() throws Exception {
        List<String> ids = new ArrayList<>();
        for (Path file : files()) {
            for (RouteDefinition route : load(file)) {
                ids.add(route.getInput().getId());
                steps(route).forEach(step -> ids.add(step.getId()));
            }
        }

        assertEquals(ids.stream().distinct().toList(), ids);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyEndpointIsValidAgainstTheCatalog(Path file) throws Exception {
        DefaultCamelCatalog catalog = new DefaultCamelCatalog();
        List<String> components = new ArrayList<>(List.of("sqs/sqs-batch"));
        Catalog.SINKS.forEach(sink -> sink.scheme()
                .ifPresent(scheme -> components.add("sinks/" + sink.id().replace("-", "") + "/" + scheme)));
        for (String own : components) {
            catalog.addComponent(own.substring(own.lastIndexOf('/') + 1), own, generatedMetadata(own));
        }
        int endpoints = 0;
        for (RouteDefinition route : load(file)) {
            for (String uri : endpoints(route)) {
                EndpointValidationResult result = catalog.validateEndpointProperties(uri, false, false, false);
                assertTrue(result.isSuccess(), uri + ": " + result.summaryErrorMessage(false));
                endpoints++;
            }
        }
        assertTrue(endpoints >= 2, "too few endpoints seen: " + endpoints);
    }

    @ParameterizedTest
    @MethodSource("files")
    void aQueueIsAskedForTheAttributesThatAreOursAlone(Path file) throws Exception {
        String ours = String.join(
                ",",
                EnvelopeHeaders.EVENT_KIND,
                EnvelopeHeaders.PARTITION_ID,
                EnvelopeHeaders.SEQUENCE_NUMBER,
                EnvelopeHeaders.CORRELATION_ID,
                EnvelopeHeaders.CONTENT_ENCODING);
        List<String> asked = Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("attributenames:"))
                .toList();

        boolean queue = load(file).get(0).getInput().getEndpointUri().startsWith("aws2-sqs:");
        assertEquals(
                queue
                        ? List.of("attributeNames: ApproximateReceiveCount", "messageAttributeNames: " + ours)
                        : List.of(),
                asked);
    }

    private static String generatedMetadata(String name) throws IOException {
        String resource = "/META-INF/io/trailbridge/" + name + ".json";
        try (InputStream json = RouteFilesTest.class.getResourceAsStream(resource)) {
            assertNotNull(json, resource);
            return new String(json.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> endpoints(RouteDefinition route) {
        List<String> uris = new ArrayList<>();
        uris.add(route.getInput().getEndpointUri());
        for (ProcessorDefinition<?> step : steps(route)) {
            if (step instanceof SendDefinition<?> send) {
                uris.add(send.getEndpointUri());
            }
        }
        return uris;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Camel's helper takes the raw class of a generic type
    private static Iterable<ProcessorDefinition<?>> steps(RouteDefinition route) {
        return (Iterable) ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class);
    }

    private static List<RouteDefinition> load(Path file) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.setAutoStartup(false);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + file));
        return context.getRouteDefinitions();
    }
}

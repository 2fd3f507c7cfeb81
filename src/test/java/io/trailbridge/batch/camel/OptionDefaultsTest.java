package io.trailbridge.batch.camel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.Batcher;
import io.trailbridge.sinks.SinkDefinition;
import io.trailbridge.sqs.SinkQueue;
import io.trailbridge.sqs.SinkQueues;
import io.trailbridge.standin.sinks.SinkFixture;
import io.trailbridge.standin.sinks.SinkFixtures;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The default of an option: as the catalogue documents it, and as it works. */
class OptionDefaultsTest {
    private static final String URL = "http://localhost:1/000000000000/";

    private static final List<SinkFixture> SINKS = new ArrayList<>();

    @AfterAll
    static void stop() {
        SINKS.forEach(SinkFixture::close);
    }

    static List<Arguments> endpoints() throws IOException {
        SINKS.addAll(SinkFixtures.start());
        List<Arguments> endpoints = new ArrayList<>(List.of(Arguments.of("sqs/sqs-batch", "sqs-batch:one")));
        SINKS.forEach(sink -> endpoints.add(Arguments.of(metadata(sink.definition()), sink.endpointUri())));
        return endpoints;
    }

    private static String metadata(SinkDefinition sink) {
        String scheme = sink.scheme().orElseThrow();
        return sink.getClass().getPackageName().replace("io.trailbridge.", "").replace('.', '/') + "/" + scheme;
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void theCatalogueTellsTheDefaultsThatTheEndpointHas(String metadata, String uri) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext();
                InputStream json = getClass().getResourceAsStream("/META-INF/io/trailbridge/" + metadata + ".json")) {
            camel.getRegistry()
                    .bind(
                            "sinkQueues",
                            SinkQueues.class,
                            new SinkQueues(List.of(new SinkQueue("one", URL + "one", URL + "one-dlq"))));
            Endpoint endpoint = camel.getEndpoint(uri);
            PropertyConfigurerGetter options = (PropertyConfigurerGetter)
                    ((DefaultComponent) camel.getComponent(uri.split(":")[0])).getEndpointPropertyConfigurer();
            int defaults = 0;
            for (Map.Entry<String, JsonNode> option :
                    new ObjectMapper().readTree(json).get("properties").properties()) {
                if (option.getValue().has("defaultValue")) {
                    assertEquals(
                            option.getValue().get("defaultValue").asText(),
                            String.valueOf(options.getOptionValue(endpoint, option.getKey(), false)),
                            option.getKey());
                    defaults++;
                }
            }
            assertTrue(defaults > 3, "defaults in the metadata: " + defaults);
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 2000", "3000, 0, 3000", "10, 1999, 1999"})
    void asManyAreHeldAsFillACallAndTwoThousandAtLeast(int callTakes, int set, int held) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Limits endpoint = new Limits(component(camel), callTakes);
            endpoint.setMaxInFlight(set);
            endpoint.acquire();
            assertEquals(held, endpoint.limits.maxInFlight());
        }
    }

    private static BatchComponent component(DefaultCamelContext camel) {
        BatchComponent component = new BatchComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                throw new UnsupportedOperationException(uri);
            }
        };
        component.setCamelContext(camel);
        return component;
    }

    /** Keeps the limits that its batchers would have. */
    private static final class Limits extends BatchEndpoint<String> {
        private final int callTakes;
        private BatchLimits limits;

        Limits(BatchComponent component, int callTakes) {
            super("limits:test", component);
            this.callTakes = callTakes;
        }

        @Override
        protected List<Batcher<String>> createBatchers(BatchLimits checked, BatchMeters meters) {
            limits = checked;
            return List.of();
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException(getEndpointUri());
        }

        @Override
        protected String serviceCall() {
            return "PutSomething";
        }

        @Override
        protected int serviceMaxEntries() {
            return callTakes;
        }

        @Override
        protected int serviceMaxBytes() {
            return 1000;
        }
    }
}

package io.trailbridge.sinks.securityhub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailbridge.standin.aws.SecurityHubStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Every finding that the mappings are expected to make reaches Security Hub as it was made. */
class ExpectedSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** 9 and 9.0 are the same number. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? Double.compare(one.doubleValue(), other.doubleValue())
            : one.equals(other) ? 0 : 1;

    @Test
    void theServiceReceivesWhatTheMappingsMade() throws IOException {
        List<JsonNode> samples = samples();
        assertTrue(samples.size() > 30, "samples: " + samples.size());
        String[] arn = samples.get(0).get("ProductArn").textValue().split(":");
        try (SecurityHubStandIn hub = SecurityHubStandIn.start(arn[4], arn[3]);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("securityHub", hub.client());
            camel.start();
            for (JsonNode sample : samples) {
                hub.forget();
                Exchange exchange = new DefaultExchange(camel);
                exchange.getMessage().setBody(sample.toString());
                camel.createProducerTemplate()
                        .send("security-hub:" + hub.productArn() + "?linger=0&maxCallsPerSecond=1000", exchange);
                assertNull(exchange.getException(), sample::toPrettyString);
                JsonNode received = hub.findings().get(sample.get("Id").textValue());
                assertTrue(
                        sample.equals(BY_VALUE, received),
                        () -> "sent " + sample.toPrettyString() + "\nreceived " + received.toPrettyString());
                assertEquals(1, hub.acceptedCount());
            }
        }
    }

    private static List<JsonNode> samples() throws IOException {
        List<JsonNode> samples = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/samples"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".asff.json"))
                    .sorted()
                    .toList()) {
                JsonNode expected = JSON.readTree(file.toFile());
                if (expected.isArray()) {
                    expected.forEach(samples::add);
                } else {
                    samples.add(expected);
                }
            }
        }
        return samples;
    }
}

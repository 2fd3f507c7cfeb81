package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.trailbridge.standin.LogLines;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainEndpointsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://elasticmq:9324",
                "http://my_queues:9324",
                "HTTP://10.0.0.1",
                "http://127.0.0.1.example.com:80/",
                "http://localhost.example.com",
                "http://[2001:db8::1]:80"
            })
    void plainHttpToAnotherMachineIsWarnedOf(String endpoint) {
        assertEquals(
                1, warned(Map.of("AWS_ENDPOINT_URL_SQS", endpoint), Map.of()).size());
        assertEquals(1, warned(Map.of("AWS_ENDPOINT_URL", endpoint), Map.of()).size());
        assertEquals(1, warned(Map.of(), Map.of("aws.endpointUrl", endpoint)).size());
        assertEquals(1, warned(Map.of(), Map.of("aws.endpointUrlS3", endpoint)).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sqs.internal",
                "http://localhost:4566",
                "http://LOCALHOST",
                "http://127.0.0.1:1",
                "http://127.8.9.10:1/x",
                "http://[::1]:80",
                "http://sqs.localhost:4566",
                "not a URL",
                ""
            })
    void tlsAndThisMachineAreNot(String endpoint) {
        assertEquals(List.of(), warned(Map.of("AWS_ENDPOINT_URL_SQS", endpoint), Map.of("aws.endpointUrl", endpoint)));
    }

    @Test
    void theWarningNamesTheSettingAndTheHostAndNoPassword() {
        List<String> lines = warned(
                Map.of("AWS_ENDPOINT_URL_SQS", "http://user:secret@queues:9324/path?token=secret", "PATH", "http://x"),
                Map.of("other", "http://x"));

        assertEquals(
                List.of("endpoint=\"http://queues:9324\" setting=AWS_ENDPOINT_URL_SQS cause=\"it is plain HTTP and"
                        + " not on this machine: what is sent there can be read and changed on the way\" remedy=\"give an https"
                        + " endpoint, or unset it\""),
                lines);
    }

    private static List<String> warned(Map<String, String> environment, Map<String, String> properties) {
        try (LogLines log = LogLines.of(PlainEndpoints.class)) {
            PlainEndpoints.warn(environment, properties);
            assertEquals(!log.lines().isEmpty(), PlainEndpoints.exist(environment, properties));
            return log.lines();
        }
    }
}

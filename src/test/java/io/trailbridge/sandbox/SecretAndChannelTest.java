package io.trailbridge.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.standin.aws.StandInAccount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudtraildata.CloudTrailDataClient;
import software.amazon.awssdk.services.cloudtraildata.model.AuditEvent;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class SecretAndChannelTest {
    private static final String ARN = "arn:aws:cloudtrail:us-east-1:" + StandInAccount.ID + ":channel/compose";

    @Test
    void itServesTheSecretAndTheChannelAtTheEndpointsThatTrailbridgeIsGiven() throws IOException {
        Map<String, String> environment = environment();
        try (SecretAndChannel running = SecretAndChannel.start(environment);
                SecretsManagerClient secrets = StandInAccount.configure(
                                SecretsManagerClient.builder(),
                                URI.create(environment.get("AWS_ENDPOINT_URL_SECRETS_MANAGER")))
                        .build();
                CloudTrailDataClient channel = StandInAccount.configure(
                                CloudTrailDataClient.builder(),
                                URI.create(environment.get("AWS_ENDPOINT_URL_CLOUDTRAIL_DATA")))
                        .build()) {
            assertEquals(
                    "{}",
                    secrets.getSecretValue(request -> request.secretId("hub")).secretString());

            var answer = channel.putAuditEvents(request -> request.channelArn(ARN)
                    .auditEvents(
                            List.of(AuditEvent.builder().id("a").eventData("{}").build())));

            assertEquals(
                    1, answer.failed().size()); // an empty event breaks the channel's rules, but the channel is there
            assertEquals("audit events accepted 0  of which again 0  calls 1", running.counts());
        }
    }

    @Test
    void aMissingNameIsNamed() throws IOException {
        Map<String, String> environment = environment();
        environment.remove("SANDBOX_SECRET_VALUE");

        var failure = assertThrows(IllegalArgumentException.class, () -> SecretAndChannel.start(environment));

        assertTrue(failure.getMessage().startsWith("SANDBOX_SECRET_VALUE is not set"), failure.getMessage());
    }

    @Test
    void anEndpointThatIsNotOnLoopbackIsRefused() throws IOException {
        Map<String, String> environment = environment();
        environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://secrets:4501");

        var failure = assertThrows(IllegalArgumentException.class, () -> SecretAndChannel.start(environment));

        assertEquals(
                "AWS_ENDPOINT_URL_SECRETS_MANAGER is 'http://secrets:4501': give http://127.0.0.1:<port>",
                failure.getMessage());
    }

    private static Map<String, String> environment() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:" + freePort());
        environment.put("AWS_ENDPOINT_URL_CLOUDTRAIL_DATA", "http://127.0.0.1:" + freePort());
        environment.put("AZURE_CREDENTIALS_SECRET_NAME", "hub");
        environment.put("SANDBOX_SECRET_VALUE", "{}");
        environment.put("CLOUDTRAIL_CHANNEL_ARN", ARN);
        return environment;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.settings.SettingsException;
import io.trailbridge.standin.aws.Failure;
import io.trailbridge.standin.aws.SecretsManagerStandIn;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

class StartFailureTest {
    @Test
    void aServiceThatIsAwayIsNoMatterOfSettings() {
        Exception explained = StartFailure.explained(failureOf(
                client(URI.create("http://127.0.0.1:9")).credentialsProvider(AnonymousCredentialsProvider.create())));

        assertInstanceOf(IllegalStateException.class, explained);
        assertTrue(explained.getMessage().startsWith("AWS does not answer at the start: "), explained.getMessage());
        assertEquals(1, explained.getMessage().lines().count());
    }

    @Test
    void missingCredentialsSayHowToGiveThem() {
        Exception explained =
                StartFailure.explained(new IllegalStateException(failureOf(client(URI.create("http://127.0.0.1:9"))
                        .credentialsProvider(EnvironmentVariableCredentialsProvider.create()))));

        assertInstanceOf(SettingsException.class, explained);
        assertTrue(explained.getMessage().startsWith("no AWS credentials found"), explained.getMessage());
    }

    @Test
    void aRefusalNamesItsCodeAndTheRemedy() {
        try (SecretsManagerStandIn server = SecretsManagerStandIn.start()) {
            server.faults().fail(Failure.EXPIRED_TOKEN);

            Exception explained = StartFailure.explained(
                    failureOf(client(server.endpoint()).credentialsProvider(AnonymousCredentialsProvider.create())));

            assertInstanceOf(SettingsException.class, explained);
            assertTrue(explained.getMessage().contains("ExpiredToken"), explained.getMessage());
        }
    }

    @Test
    void anyOtherFailureStaysWhatItIs() {
        Exception failure = new IllegalArgumentException("a bug");

        assertSame(failure, StartFailure.explained(failure));
    }

    private static SecretsManagerClientBuilder client(URI endpoint) {
        return SecretsManagerClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1);
    }

    private static SdkException failureOf(SecretsManagerClientBuilder builder) {
        try (SecretsManagerClient client = builder.build()) {
            client.getSecretValue(request -> request.secretId("x"));
            throw new AssertionError("the call should have failed");
        } catch (SdkException failure) {
            return failure;
        }
    }
}

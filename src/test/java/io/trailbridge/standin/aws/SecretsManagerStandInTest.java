package io.trailbridge.standin.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

class SecretsManagerStandInTest {
    private final SecretsManagerStandIn secrets = SecretsManagerStandIn.start();

    @BeforeEach
    void putSecret() {
        secrets.put("trailbridge/azure", "{\"eventHubName\":\"defender\"}");
    }

    @AfterEach
    void stop() {
        secrets.close();
    }

    @Test
    void aSecretIsFoundByNameAndByArn() {
        var byName = secrets.client().getSecretValue(r -> r.secretId("trailbridge/azure"));
        var byArn = secrets.client().getSecretValue(r -> r.secretId(byName.arn()));

        assertEquals("{\"eventHubName\":\"defender\"}", byName.secretString());
        assertEquals(byName.secretString(), byArn.secretString());
        assertEquals("trailbridge/azure", byArn.name());
        assertEquals(2, secrets.calls());
    }

    @Test
    void aRotatedSecretHasANewVersionUnderTheSameArn() {
        var before = secrets.client().getSecretValue(r -> r.secretId("trailbridge/azure"));
        secrets.put("trailbridge/azure", "{\"eventHubName\":\"rotated\"}");

        var after = secrets.client().getSecretValue(r -> r.secretId("trailbridge/azure"));

        assertEquals("{\"eventHubName\":\"rotated\"}", after.secretString());
        assertEquals(before.arn(), after.arn());
        assertNotEquals(before.versionId(), after.versionId());
        assertThrows(
                ResourceNotFoundException.class,
                () -> secrets.client()
                        .getSecretValue(r -> r.secretId("trailbridge/azure").versionId(before.versionId())));
    }

    @Test
    void aMissingSecretIsNotFound() {
        assertThrows(ResourceNotFoundException.class, () -> secrets.client().getSecretValue(r -> r.secretId("none")));
    }

    @Test
    void aBatchNamesTheSecretsThatAreMissing() {
        var answer = secrets.client().batchGetSecretValue(r -> r.secretIdList("trailbridge/azure", "none"));

        assertEquals("trailbridge/azure", answer.secretValues().get(0).name());
        assertEquals("none", answer.errors().get(0).secretId());
        assertEquals("ResourceNotFoundException", answer.errors().get(0).errorCode());
    }

    @Test
    void anIdLongerThanTheModelAllowsIsRefused() {
        var failure = assertThrows(
                SecretsManagerException.class,
                () -> secrets.client().getSecretValue(r -> r.secretId("x".repeat(2049))));

        assertEquals("ValidationException", failure.awsErrorDetails().errorCode());
    }

    @Test
    void accessIsDeniedUntilSwitchedOff() {
        secrets.faults().fail(Failure.ACCESS_DENIED);
        var failure = assertThrows(
                SecretsManagerException.class,
                () -> secrets.client().getSecretValue(r -> r.secretId("trailbridge/azure")));
        assertEquals("AccessDeniedException", failure.awsErrorDetails().errorCode());

        secrets.faults().clear();

        assertEquals(
                "trailbridge/azure",
                secrets.client()
                        .getSecretValue(r -> r.secretId("trailbridge/azure"))
                        .name());
    }

    @Test
    void aStoppedServerRefusesConnectionsUntilItListensAgain() {
        secrets.stopListening();
        assertThrows(
                SdkClientException.class, () -> secrets.client().getSecretValue(r -> r.secretId("trailbridge/azure")));

        secrets.listenAgain();

        assertEquals(
                "trailbridge/azure",
                secrets.client()
                        .getSecretValue(r -> r.secretId("trailbridge/azure"))
                        .name());
    }

    @Test
    void inFrontOfAnotherServerItAnswersWithItsSecretsAndMakesItsOwnFaults() {
        try (var front = SecretsManagerStandIn.before(secrets.endpoint())) {
            front.faults().failNext(1, Failure.ACCESS_DENIED);
            assertThrows(
                    SecretsManagerException.class,
                    () -> front.client().getSecretValue(r -> r.secretId("trailbridge/azure")));
            assertEquals(0, secrets.calls());

            assertEquals(
                    "{\"eventHubName\":\"defender\"}",
                    front.client()
                            .getSecretValue(r -> r.secretId("trailbridge/azure"))
                            .secretString());
            assertEquals(2, front.calls());
        }
    }
}

package io.trailbridge.standin.aws;

import java.net.URI;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Secrets Manager for the calls that read secrets: GetSecretValue, and BatchGetSecretValue by a list of ids, held
 * against the service's public model (required members, lengths, counts). A secret is found by name or by ARN.
 *
 * <p>Any thread may use it. {@link Failure#ACCESS_DENIED} in {@link #faults()} is its access-denied switch.
 */
public final class SecretsManagerStandIn implements AutoCloseable {
    private final SecretStore secrets;
    private final StandInServer server;
    private final SecretsManagerClient client;

    private SecretsManagerStandIn(int port, SecretStore secrets) {
        this.secrets = secrets;
        this.server = StandInServer.start("secrets-manager-stand-in", port, secrets);
        this.client = StandInAccount.configure(SecretsManagerClient.builder(), server.endpoint())
                .build();
    }

    /** On a free port. */
    public static SecretsManagerStandIn start() {
        return start(0);
    }

    public static SecretsManagerStandIn start(int port) {
        return new SecretsManagerStandIn(port, new HeldSecrets());
    }

    /** In front of another Secrets Manager, which holds the secrets and answers; only the faults are made here. */
    public static SecretsManagerStandIn before(URI target) {
        return new SecretsManagerStandIn(0, new ForwardedSecrets(target));
    }

    public URI endpoint() {
        return server.endpoint();
    }

    public Faults faults() {
        return server.faults();
    }

    /** A client that goes straight to this server; it is closed with the stand-in. */
    public SecretsManagerClient client() {
        return client;
    }

    /** Creates the secret or gives it a new current version. */
    public void put(String name, String json) {
        secrets.put(name, json);
    }

    public void remove(String name) {
        secrets.remove(name);
    }

    /** Calls of any kind that have come in, failed ones and the SDK's retries included. */
    public int calls() {
        return server.calls("GetSecretValue") + server.calls("BatchGetSecretValue");
    }

    public void stopListening() {
        server.stopListening();
    }

    public void listenAgain() {
        server.listenAgain();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        secrets.close();
    }
}

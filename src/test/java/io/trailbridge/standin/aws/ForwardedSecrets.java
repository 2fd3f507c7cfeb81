package io.trailbridge.standin.aws;

import java.io.IOException;
import java.net.URI;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;

/** Secrets in another Secrets Manager, such as LocalStack's: written there by its API, read there by every call. */
final class ForwardedSecrets implements SecretStore {
    private final Upstream upstream;
    private final SecretsManagerClient writer;

    ForwardedSecrets(URI target) {
        upstream = new Upstream(target);
        writer =
                StandInAccount.configure(SecretsManagerClient.builder(), target).build();
    }

    @Override
    public void put(String name, String json) {
        try {
            writer.createSecret(request -> request.name(name).secretString(json));
        } catch (ResourceExistsException known) {
            writer.putSecretValue(request -> request.secretId(name).secretString(json));
        }
    }

    @Override
    public void remove(String name) {
        writer.deleteSecret(request -> request.secretId(name).forceDeleteWithoutRecovery(true));
    }

    @Override
    public StandInServer.Reply answer(StandInServer.Call call) throws IOException, InterruptedException {
        return upstream.forward(call, call.body());
    }

    @Override
    public void close() {
        writer.close();
    }
}

package io.trailbridge.sandbox;

import io.trailbridge.standin.aws.CloudTrailDataStandIn;
import io.trailbridge.standin.aws.SecretsManagerStandIn;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The two AWS services for which there is no container: Secrets Manager with the one secret, and the CloudTrail channel.
 * They listen on loopback, at the ports of the endpoints that Trailbridge is given, under the same environment names.
 *
 * <p>The channel opens after the secret is there: who can connect to the channel finds the secret. While audit events
 * come in it prints how many, every few seconds. It runs until SIGTERM.
 */
public final class SecretAndChannel implements AutoCloseable {
    private static final String SECRETS = "AWS_ENDPOINT_URL_SECRETS_MANAGER";
    private static final String CHANNEL = "AWS_ENDPOINT_URL_CLOUDTRAIL_DATA";
    private static final String SECRET_NAME = "AZURE_CREDENTIALS_SECRET_NAME";
    private static final String SECRET_VALUE = "SANDBOX_SECRET_VALUE";
    private static final String CHANNEL_ARN = "CLOUDTRAIL_CHANNEL_ARN";
    private static final long SECONDS_BETWEEN_LINES = 5;

    private final SecretsManagerStandIn secrets;
    private final CloudTrailDataStandIn channel;

    private SecretAndChannel(SecretsManagerStandIn secrets, CloudTrailDataStandIn channel) {
        this.secrets = secrets;
        this.channel = channel;
    }

    public static void main(String[] arguments) throws InterruptedException {
        SecretAndChannel running;
        try {
            running = start(System.getenv());
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            System.out.println("stopped: " + running.counts());
                            running.close();
                        },
                        "stop"));
        String last = "";
        while (true) {
            String counts = running.counts();
            if (!counts.equals(last)) {
                System.out.println(counts);
                last = counts;
            }
            TimeUnit.SECONDS.sleep(SECONDS_BETWEEN_LINES);
        }
    }

    /**
     * Starts both.
     *
     * @throws IllegalArgumentException naming the environment name that is missing or wrong
     */
    static SecretAndChannel start(Map<String, String> environment) {
        int secretsPort = port(environment, SECRETS);
        int channelPort = port(environment, CHANNEL);
        String name = required(environment, SECRET_NAME);
        String value = required(environment, SECRET_VALUE);
        String arn = required(environment, CHANNEL_ARN);
        SecretsManagerStandIn secrets = SecretsManagerStandIn.start(secretsPort);
        secrets.put(name, value);
        CloudTrailDataStandIn channel = CloudTrailDataStandIn.start(channelPort);
        channel.keepOnlyIds();
        channel.addChannelArn(arn);
        return new SecretAndChannel(secrets, channel);
    }

    String counts() {
        return String.format(
                Locale.ROOT,
                "audit events accepted %,d  of which again %,d  calls %,d",
                channel.acceptedCount(),
                channel.duplicates(),
                channel.calls());
    }

    @Override
    public void close() {
        channel.close();
        secrets.close();
    }

    private static int port(Map<String, String> environment, String name) {
        URI endpoint = URI.create(required(environment, name));
        if (!"127.0.0.1".equals(endpoint.getHost()) || endpoint.getPort() < 0) {
            throw new IllegalArgumentException(name + " is '" + endpoint + "': give http://127.0.0.1:<port>");
        }
        return endpoint.getPort();
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set: give this program the environment of Trailbridge");
        }
        return value;
    }
}

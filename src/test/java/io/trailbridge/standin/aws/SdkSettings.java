package io.trailbridge.standin.aws;

import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings by which an AWS SDK client that is given nothing (no endpoint, region or credentials) finds the
 * stand-ins: as environment variables for a child process, or as system properties of this JVM.
 *
 * <p>The SDK (2.41, {@code AwsClientEndpointProvider}) looks for an endpoint in this order: the client's own override,
 * the service's system property, {@code aws.endpointUrl}, the service's environment variable,
 * {@code AWS_ENDPOINT_URL}, the profile. It looks when a client is built.
 */
public final class SdkSettings {
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();

    /** Only the account: region and key. */
    public SdkSettings() {
        set("AWS_REGION", "aws.region", StandInAccount.REGION.id());
        set("AWS_ACCESS_KEY_ID", "aws.accessKeyId", StandInAccount.ACCESS_KEY_ID);
        set("AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey", StandInAccount.SECRET_ACCESS_KEY);
        // Nobody asks the instance metadata service, not even when a setting is missing.
        set("AWS_EC2_METADATA_DISABLED", "aws.disableEc2Metadata", "true");
    }

    public SdkSettings sqs(URI endpoint) {
        return set("AWS_ENDPOINT_URL_SQS", "aws.endpointUrlSqs", endpoint.toString());
    }

    public SdkSettings dynamoDb(URI endpoint) {
        return set("AWS_ENDPOINT_URL_DYNAMODB", "aws.endpointUrlDynamoDb", endpoint.toString());
    }

    public SdkSettings secretsManager(URI endpoint) {
        return set("AWS_ENDPOINT_URL_SECRETS_MANAGER", "aws.endpointUrlSecretsManager", endpoint.toString());
    }

    public SdkSettings cloudTrailData(URI endpoint) {
        return set("AWS_ENDPOINT_URL_CLOUDTRAIL_DATA", "aws.endpointUrlCloudTrailData", endpoint.toString());
    }

    public SdkSettings cloudWatchLogs(URI endpoint) {
        return set("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", "aws.endpointUrlCloudWatchLogs", endpoint.toString());
    }

    /** Its host is an address, so the SDK puts the bucket's name into the path. */
    public SdkSettings s3(URI endpoint) {
        return set("AWS_ENDPOINT_URL_S3", "aws.endpointUrlS3", endpoint.toString());
    }

    public SdkSettings securityHub(URI endpoint) {
        return set("AWS_ENDPOINT_URL_SECURITYHUB", "aws.endpointUrlSecurityHub", endpoint.toString());
    }

    /** Any other service, by the environment variable and the system property that the SDK reads. */
    public SdkSettings endpoint(String variable, String property, URI endpoint) {
        return set(variable, property, endpoint.toString());
    }

    /** For a child process. */
    public Map<String, String> environment() {
        return Collections.unmodifiableMap(environment);
    }

    /** Sets the system properties of this JVM for clients built from now on; the result, run, puts them back. */
    public Runnable apply() {
        Map<String, String> before = new HashMap<>();
        properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        return () -> before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private SdkSettings set(String variable, String property, String value) {
        environment.put(variable, value);
        properties.put(property, value);
        return this;
    }
}

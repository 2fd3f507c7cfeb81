package io.trailbridge.runtime;

import io.trailbridge.aws.AwsFailures;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.SettingsException;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.aws.common.AwsClientBuilderUtil;
import org.apache.camel.component.aws.secretsmanager.SecretsManagerComponent;
import org.apache.camel.component.aws.secretsmanager.client.SecretsManagerClientFactory;
import org.apache.camel.component.aws2.ddb.Ddb2Component;
import org.apache.camel.component.aws2.ddb.client.Ddb2ClientFactory;
import org.apache.camel.component.aws2.sqs.Sqs2Component;
import org.apache.camel.component.aws2.sqs.Sqs2Configuration;
import org.apache.camel.component.aws2.sqs.client.Sqs2ClientFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The AWS clients, created from the configuration of Camel's components, so that {@code camel.component.aws2-sqs.*} and
 * similar settings also apply to Trailbridge's own calls. Endpoints follow the SDK's {@code AWS_ENDPOINT_URL} names.
 */
final class Clients {
    /** The host for which Camel's factory lets the SDK choose the endpoint. */
    private static final String DEFAULT_HOST = "amazonaws.com";

    private Clients() {}

    static SqsClient sqs(CamelContext context) {
        Sqs2Component component = context.getComponent("aws2-sqs", Sqs2Component.class);
        return made("SQS", () -> sqs(component.getConfiguration()));
    }

    /**
     * As Camel's own factory makes it, but without the MD5 of each body where TLS, or the network of this machine,
     * protects what is sent: it took some forty per cent of the CPU of a thread that sends, as sampled under load.
     */
    private static SqsClient sqs(Sqs2Configuration configuration) {
        boolean ownHost = !DEFAULT_HOST.equals(configuration.getAmazonAWSHost()) && !configuration.isOverrideEndpoint();
        boolean plain =
                configuration.isOverrideEndpoint() && PlainEndpoints.isPlain(configuration.getUriEndpointOverride());
        if (ownHost || plain || PlainEndpoints.exist(System.getenv(), System.getProperties())) {
            return Sqs2ClientFactory.getSqsClient(configuration);
        }
        return AwsClientBuilderUtil.buildClient(
                configuration, SqsClient::builder, builder -> builder.checksumValidationEnabled(false));
    }

    static DynamoDbClient dynamoDb(CamelContext context) {
        Ddb2Component component = context.getComponent("aws2-ddb", Ddb2Component.class);
        return made("DynamoDB", () -> Ddb2ClientFactory.getDynamoDBClient(component.getConfiguration()));
    }

    static SecretsManagerClient secretsManager(CamelContext context) {
        SecretsManagerComponent component = context.getComponent("aws-secrets-manager", SecretsManagerComponent.class);
        return made(
                "Secrets Manager",
                () -> SecretsManagerClientFactory.getSecretsManagerClient(component.getConfiguration()));
    }

    private static <T> T made(String service, Supplier<T> client) {
        try {
            return client.get();
        } catch (SdkClientException | IllegalArgumentException failed) {
            if (AwsFailures.isRegionMissing(failed)) {
                throw new SettingsException(
                        Setting.AWS_REGION.names()
                                + " is not set, and no AWS profile names a region: give the region of the queues",
                        failed);
            }
            throw new SettingsException(
                    "cannot make the " + service + " client (" + failed.getMessage()
                            + "): set trailbridge.aws.region (environment AWS_REGION) and check camel.component.* settings",
                    failed);
        }
    }
}

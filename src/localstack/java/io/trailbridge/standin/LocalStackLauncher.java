package io.trailbridge.standin;

import io.trailbridge.standin.aws.DynamoDbStandIn;
import io.trailbridge.standin.aws.SecretsManagerStandIn;
import io.trailbridge.standin.aws.SqsStandIn;
import java.net.URI;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Starts a LocalStack container, one for each call, so that no test sees what another left behind. Without a Docker
 * engine the test that asks is aborted, which reports it as skipped.
 *
 * <p>The image is {@code -Dlocalstack.image}. SQS answers with queue URLs of the address it was called by
 * ({@code SQS_ENDPOINT_STRATEGY=dynamic}): the default names the port inside the container.
 */
public final class LocalStackLauncher implements AwsServices.Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStackLauncher.class);
    private static final String NO_DOCKER = "skipped: LocalStack needs a Docker engine, and none answers here";

    @Override
    public AwsServices launch() {
        boolean docker = DockerClientFactory.instance().isDockerAvailable();
        if (!docker) {
            LOG.warn(NO_DOCKER); // Maven's console shows that a test was skipped, but not why
        }
        Assumptions.assumeTrue(docker, NO_DOCKER);
        LocalStackContainer container = new LocalStackContainer(
                        DockerImageName.parse(System.getProperty("localstack.image"))
                                .asCompatibleSubstituteFor("localstack/localstack"))
                .withServices("sqs", "dynamodb", "secretsmanager")
                .withEnv("SQS_ENDPOINT_STRATEGY", "dynamic");
        container.start();
        URI endpoint = container.getEndpoint();
        return new LocalStackAws(
                container,
                SqsStandIn.at(endpoint),
                DynamoDbStandIn.at(endpoint),
                SecretsManagerStandIn.before(endpoint));
    }

    private record LocalStackAws(
            LocalStackContainer container, SqsStandIn sqs, DynamoDbStandIn dynamoDb, SecretsManagerStandIn secrets)
            implements AwsServices {
        @Override
        public void close() {
            secrets.close();
            sqs.close();
            dynamoDb.close();
            container.stop();
        }
    }
}

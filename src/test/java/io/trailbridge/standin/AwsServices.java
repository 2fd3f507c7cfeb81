package io.trailbridge.standin;

import io.trailbridge.standin.aws.DynamoDbStandIn;
import io.trailbridge.standin.aws.SecretsManagerStandIn;
import io.trailbridge.standin.aws.SqsStandIn;
import java.util.ServiceLoader;

/** The AWS services of {@link LocalClouds} that exist in more than one form. Closing them drops what they hold. */
interface AwsServices extends AutoCloseable {
    /** Says that {@link Launcher} is to be used; the Maven profile {@code localstack} sets it. */
    String LOCALSTACK = "trailbridge.localstack";

    SqsStandIn sqs();

    DynamoDbStandIn dynamoDb();

    SecretsManagerStandIn secrets();

    @Override
    void close();

    /** Starts the services that the profile brings along, so that the default build need not know them. */
    interface Launcher {
        AwsServices launch();
    }

    /** Those in this JVM, or LocalStack's. */
    static AwsServices start() {
        if (!Boolean.getBoolean(LOCALSTACK)) {
            return EmbeddedAws.start(SqsStandIn.start());
        }
        return ServiceLoader.load(Launcher.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        LOCALSTACK + " is set, but nothing here starts LocalStack: run Maven with -Plocalstack"))
                .launch();
    }
}

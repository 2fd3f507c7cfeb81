package io.trailbridge.standin;

import io.trailbridge.standin.aws.DynamoDbStandIn;
import io.trailbridge.standin.aws.SecretsManagerStandIn;
import io.trailbridge.standin.aws.SqsStandIn;

/** Servers in this JVM. */
record EmbeddedAws(SqsStandIn sqs, DynamoDbStandIn dynamoDb, SecretsManagerStandIn secrets) implements AwsServices {
    static EmbeddedAws start(SqsStandIn sqs) {
        return new EmbeddedAws(sqs, DynamoDbStandIn.start(), SecretsManagerStandIn.start());
    }

    @Override
    public void close() {
        secrets.close();
        sqs.close();
        dynamoDb.close();
    }
}

package io.trailbridge.standin.aws;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/** The one account, region and key that all AWS stand-ins know. */
public final class StandInAccount {
    public static final String ID = "111122223333";
    public static final Region REGION = Region.US_EAST_1;
    /** DynamoDB Local accepts letters and digits only. */
    public static final String ACCESS_KEY_ID = "STANDINKEY";

    public static final String SECRET_ACCESS_KEY = "standinsecret";

    private StandInAccount() {}

    public static AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET_ACCESS_KEY));
    }

    /** Points a client's builder at {@code endpoint}, with this account's region and key. */
    public static <B extends AwsClientBuilder<B, C>, C> B configure(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint).region(REGION).credentialsProvider(credentials());
    }
}

package io.trailbridge.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

class RegionalClientsTest {
    private final RegionalClients<SqsClient> clients =
            new RegionalClients<>(region -> SqsClient.builder().region(region).build());

    @AfterEach
    void close() {
        clients.close();
    }

    @Test
    void eachRegionHasOneClientOfItsOwn() {
        SqsClient first = clients.client("eu-west-1");

        assertSame(first, clients.client("eu-west-1"));
        assertEquals("eu-west-1", regionOf(first));
        assertEquals("us-east-1", regionOf(clients.client("us-east-1")));
    }

    @Test
    void afterACloseAClientIsMadeAnew() {
        SqsClient first = clients.client("eu-west-1");
        clients.close();

        assertNotSame(first, clients.client("eu-west-1"));
    }

    private static String regionOf(SqsClient client) {
        return client.serviceClientConfiguration().region().id();
    }
}

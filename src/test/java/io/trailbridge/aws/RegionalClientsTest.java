package io.trailbridge.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

class RegionalClientsTest {
    private static final String SDK_REGION = "aws.region";

    private final String before = System.getProperty(SDK_REGION);
    private final RegionalClients<SqsClient> clients =
            new RegionalClients<>(region -> SqsClient.builder().region(region).build());

    @AfterEach
    void restore() {
        clients.close();
        if (before == null) {
            System.clearProperty(SDK_REGION);
        } else {
            System.setProperty(SDK_REGION, before);
        }
    }

    @Test
    void eachRegionHasOneClientOfItsOwn() {
        SqsClient first = clients.client("eu-west-1");

        assertSame(first, clients.client("eu-west-1"));
        assertEquals("eu-west-1", regionOf(first));
        assertEquals("us-east-1", regionOf(clients.client("us-east-1")));
    }

    @Test
    void whereNoRegionIsNamedTheDefaultRegionIsTaken() {
        System.setProperty(SDK_REGION, "eu-north-1");
        assertEquals("eu-north-1", clients.region(null));
        assertEquals("eu-north-1", regionOf(clients.client(null)));

        clients.setDefaultRegion("eu-south-1");
        assertEquals("eu-south-1", clients.region(" "));
        assertEquals("eu-south-1", regionOf(clients.client(null)));
        assertEquals("us-west-2", clients.region("us-west-2"));
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

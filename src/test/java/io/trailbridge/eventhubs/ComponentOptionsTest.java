package io.trailbridge.eventhubs;

import static io.trailbridge.eventhubs.HubFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.azure.CredentialsSource;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.azure.eventhubs.EventHubsProducer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class ComponentOptionsTest {
    private static final CredentialsSource<EventHubCredentials> SOURCE =
            CredentialsSource.of(new EventHubCredentials(null, "contoso", "defender", "trail"));

    @Test
    void anEndpointWithoutCredentialsUsesTheSource() throws Exception {
        HubAddress connection = endpoint("azure-eventhubs:anything").connection();
        assertEquals("contoso.servicebus.windows.net", connection.namespace());
        assertEquals("defender", connection.hub());
        assertEquals("trail", connection.consumerGroup());
    }

    @Test
    void stockOptionsStillWork() throws Exception {
        var endpoint = endpoint("azure-eventhubs:?connectionString=RAW(Endpoint=sb://other.servicebus.windows.net/;"
                + "SharedAccessKeyName=n;SharedAccessKey=k;EntityPath=hub)&consumerGroupName=mine&prefetchCount=42");
        assertEquals("other.servicebus.windows.net", endpoint.connection().namespace());
        assertEquals("hub", endpoint.connection().hub());
        assertEquals("mine", endpoint.connection().consumerGroup());
        assertEquals(42, endpoint.settings().prefetch());
        assertEquals(EventHubsProducer.class, endpoint.createProducer().getClass());
        var named = endpoint("azure-eventhubs:ns/hub?sharedAccessName=n&sharedAccessKey=k")
                .connection();
        assertEquals("ns.servicebus.windows.net", named.namespace());
        assertEquals("hub", named.hub());
    }

    @Test
    void aConsumerGroupInTheUriHasPrecedence() throws Exception {
        assertEquals(
                "audit",
                endpoint("azure-eventhubs:x?consumerGroupName=audit")
                        .connection()
                        .consumerGroup());
    }

    @Test
    void aUriThatNamesAnotherHubThanTheCredentialsIsRefused() throws Exception {
        assertEquals(
                "defender",
                endpoint("azure-eventhubs:contoso/defender").connection().hub());
        var failure = assertThrows(
                IllegalArgumentException.class,
                () -> endpoint("azure-eventhubs:contoso/flows").connection());
        assertTrue(failure.getMessage().contains("contoso/flows")
                && failure.getMessage().contains("/defender"));
    }

    @Test
    void aRouteReadsWithTheConnectionStringInItsUri() throws Exception {
        try (var hub = new HubFixture(1)) {
            hub.publish(0, 3);
            var routes = new RouteBuilder() {
                @Override
                public void configure() {
                    from("azure-eventhubs:?connectionString=RAW(" + hub.server.connectionString(HubFixture.HUB) + ")")
                            .routeId(TestReader.ROUTE)
                            .process("sink");
                }
            };
            try (var reader = new TestReader(
                    SOURCE,
                    hub.table.store,
                    TestReader.quick(),
                    routes,
                    event -> CompletableFuture.completedFuture(null))) {
                await().until(() -> reader.distinct() == 3 && hub.checkpoint(0) == 2);
            }
        }
    }

    @Test
    void settingsThatCannotBeAreNamed() {
        var defaults = EventHubsSettings.defaults();
        var failure = assertThrows(
                IllegalArgumentException.class,
                () -> defaults.toBuilder().maxInFlight(0).build());
        assertTrue(failure.getMessage().contains("maxInFlight"));
        failure = assertThrows(
                IllegalArgumentException.class,
                () -> defaults.toBuilder()
                        .loadBalancingInterval(defaults.ownershipExpiry())
                        .ownershipExpiry(defaults.ownershipExpiry())
                        .build());
        assertTrue(failure.getMessage().contains("ownershipExpiry"));
    }

    private static AtLeastOnceEndpoint endpoint(String uri) throws Exception {
        var component = new AtLeastOnceEventHubsComponent();
        component.setCredentialsSource(SOURCE);
        try (var context = new DefaultCamelContext()) {
            context.addComponent("azure-eventhubs", component);
            return context.getEndpoint(uri, AtLeastOnceEndpoint.class);
        }
    }
}

package io.trailbridge.standin.aws;

import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local in this JVM, in memory, on a free loopback port, without telemetry.
 *
 * <p>Its own launcher listens on all interfaces and cannot say which port it was given; so its request handler is put
 * into a server that listens on loopback only. Telemetry is set up by that launcher alone and stays off.
 * Each instance has its own tables; any thread may use it; closing it drops them.
 */
public final class DynamoDbStandIn implements AutoCloseable {
    private final URI endpoint;
    private final AutoCloseable server;
    private final DynamoDbClient client;

    private DynamoDbStandIn(URI endpoint, AutoCloseable server) {
        this.endpoint = endpoint;
        this.server = server;
        this.client =
                StandInAccount.configure(DynamoDbClient.builder(), endpoint).build();
    }

    public static DynamoDbStandIn start() {
        var requests = new LocalDynamoDBRequestHandler(0, true, null, false, false);
        var handler = new LocalDynamoDBServerHandler(requests, null);
        var server = new Server(new InetSocketAddress("127.0.0.1", 0));
        server.setHandler(handler);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not start: " + e.getMessage(), e);
        }
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return new DynamoDbStandIn(URI.create("http://127.0.0.1:" + port), () -> {
            server.stop();
            handler.close();
        });
    }

    /** A DynamoDB that runs elsewhere, such as LocalStack's; closing this leaves it running. */
    public static DynamoDbStandIn at(URI endpoint) {
        return new DynamoDbStandIn(endpoint, () -> {});
    }

    public URI endpoint() {
        return endpoint;
    }

    /** A client that goes straight to this server; it is closed with the stand-in. */
    public DynamoDbClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not stop: " + e.getMessage(), e);
        }
    }
}

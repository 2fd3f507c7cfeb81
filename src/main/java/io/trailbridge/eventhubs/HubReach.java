package io.trailbridge.eventhubs;

import com.azure.core.amqp.AmqpTransportType;
import io.trailbridge.fault.FaultCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Finds out why a hub is silent, because the SDK retries without limit and never reports what stopped it. Takes the
 * same steps as the SDK (name resolution, connection, TLS) and reports which one fails. Blocks for about 6 s at most,
 * plus the time that the machine's resolver takes. Sends no data and needs no credentials.
 */
final class HubReach {
    private static final int LIMIT_MS = (int) Duration.ofSeconds(3).toMillis();

    private HubReach() {}

    /** Returns why the hub does not answer; {@code seen} is the SDK's failure, for when all steps succeed. */
    static HubFailure explain(HubAddress connection, HubFailure seen) {
        String host = connection.namespace();
        int port = connection.port();
        String at = host + ":" + port;
        if (connection.transport() == AmqpTransportType.AMQP_WEB_SOCKETS) {
            // There may be a proxy in between, which only the SDK knows how to use.
            return silent(
                    at + " does not answer over WebSockets: " + seen.cause(),
                    "check eventHubNamespace or the Endpoint in the secret, the proxy and the firewall");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), LIMIT_MS);
            socket.setSoTimeout(LIMIT_MS);
            if (connection.tls()) {
                handshake(socket, host, port);
            }
        } catch (UnknownHostException unknown) {
            return silent(
                    "DNS: the name " + host + " is not known here",
                    "check eventHubNamespace or the Endpoint in the secret, and this machine's DNS");
        } catch (ConnectException refused) {
            return silent(
                    "connection to " + at + " failed: " + refused.getMessage(),
                    "check that the namespace is up, and that a firewall or proxy lets " + at + " through");
        } catch (SocketTimeoutException swallowed) {
            return silent(
                    "connection to " + at + " got no answer: " + swallowed.getMessage(),
                    "a firewall probably drops it: open " + at);
        } catch (SSLException refused) {
            return silent(
                    "TLS with " + at + " failed: " + refused.getMessage(),
                    "check that " + at + " is Event Hubs itself, or that this JVM trusts the proxy's certificate");
        } catch (IOException broken) {
            return silent(
                    "connection to " + at + " broke: " + broken.getMessage(),
                    "check the network, and any firewall or proxy on the way to " + at);
        }
        return silent(at + " accepts connections, but the hub does not answer: " + seen.cause(), seen.remedy());
    }

    private static void handshake(Socket socket, String host, int port) throws IOException {
        try {
            SSLSocket tls =
                    (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket(socket, host, port, false);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this JVM has no TLS", e);
        }
    }

    private static HubFailure silent(String cause, String remedy) {
        return new HubFailure(FaultCode.HUB_UNREACHABLE, cause, remedy, true);
    }
}

package io.trailbridge.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The management port over plain sockets. */
@Timeout(60)
class ManagementServerTest {
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Main main = new Main();
    private final Set<String> before = vertxFiles();
    private ManagementServer server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Properties camel = CamelDefaults.of(
                Catalog.load(null, Map.of("TRAILBRIDGE_HTTP_ADDRESS", "127.0.0.1:" + port), new Properties()));
        main.setPropertyPlaceholderLocations("false");
        main.setInitialProperties(camel);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport configured) {
                server = ManagementServer.start(configured.getCamelContext(), IDLE, LIMIT);
                HealthCheckHelper.getHealthCheckRegistry(configured.getCamelContext())
                        .register(new Shown());
            }
        });
        main.start();
    }

    @AfterEach
    void stop() {
        main.stop();
        server.close();
    }

    @Test
    void aConnectionThatStaysSilentIsClosed() throws IOException {
        try (Socket silent = connect()) {
            assertEquals("", rest(silent));
        }
    }

    @Test
    void headersThatComeByteByByteForEverAreClosed() throws Exception {
        try (Socket slow = connect()) {
            slow.setSoTimeout(100);
            slow.getOutputStream()
                    .write("GET /observe/health HTTP/1.1\r\nHost: x\r\nSlow: ".getBytes(StandardCharsets.US_ASCII));
            assertTrue(isClosedWhileSending(slow));
        }
    }

    private static boolean isClosedWhileSending(Socket slow) throws IOException {
        for (int i = 0; i < 200; i++) {
            try {
                slow.getOutputStream().write('x');
                if (slow.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException notYet) {
                continue;
            } catch (SocketException closed) {
                return true;
            }
        }
        return false;
    }

    @Test
    void anUpgradeToHttp2IsAnsweredByHttp1() throws IOException {
        String answer = exchange("GET /observe/health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        String preface = exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        assertTrue(preface.isEmpty() || preface.contains(" 501 Not Implemented"), preface);
    }

    @Test
    void aConnectionIsForOneRequest() throws IOException {
        String answer = exchange("GET /observe/health/live HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /observe/health/live HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(answer.toLowerCase(Locale.ROOT).contains("connection: close"), answer);
        assertEquals(
                1,
                Stream.of(answer.split("HTTP/1.1 "))
                        .filter(one -> !one.isEmpty())
                        .count(),
                answer);
    }

    @Test
    void theQueryChangesNothing() throws IOException {
        for (String path : List.of("/observe/health", "/observe/health/live", "/observe/health/ready")) {
            String plain = body(path);
            assertTrue(plain.contains("\"shown\""), plain);
            for (String query : List.of(
                    "data=true",
                    "data=false",
                    "stackTrace=true",
                    "exposureLevel=oneline",
                    "exposureLevel=full&data=true&stackTrace=true",
                    "a=%zz",
                    "",
                    "?")) {
                assertEquals(plain, body(path + "?" + query), query);
            }
            assertFalse(plain.contains("\tat "), plain);
        }
        assertTrue(body("/observe/metrics?name=x").contains("# TYPE"));
    }

    /** Without what differs from one asking to the next. */
    private String body(String path) throws IOException {
        String answer = exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        return answer.substring(answer.indexOf("\r\n\r\n")).replaceAll("\"(invocation|success|failure)\\.[^,}]*", "");
    }

    @Test
    void nothingIsKeptInFiles() throws IOException {
        body("/observe/health");
        assertEquals(before, vertxFiles());
    }

    private static Set<String> vertxFiles() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.startsWith("vertx-cache"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return rest(socket);
        }
    }

    /** All until the server closes. */
    private static String rest(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        byte[] some = new byte[8192];
        try {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                text.append(new String(some, 0, n, StandardCharsets.UTF_8));
            }
        } catch (SocketException reset) {
            assertTrue(reset.getMessage().contains("reset"), reset.getMessage());
        }
        return text.toString();
    }

    /** Up, for readiness and liveness, with a failure and a detail. */
    private static final class Shown extends AbstractHealthCheck {
        Shown() {
            super("trailbridge", "test");
        }

        @Override
        public boolean isLiveness() {
            return true;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
            result.up().error(new IllegalStateException("seen")).detail("shown", 1);
        }
    }
}

package io.trailbridge.standin.aws;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side that all stand-ins share: a loopback server that counts calls by action and lets {@link Faults} have
 * their way before and after the service sees a call. One thread a call in progress, so that calls may hang.
 */
final class StandInServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StandInServer.class);

    static {
        // Read once, when the first server of this JVM starts; without it every answer waits for a delayed ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Service service;
    private final Faults faults = new Faults();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final InetSocketAddress address;
    private HttpServer server;

    /** A call as it came in; {@code action} is the operation's name in the service's model. */
    record Call(String action, String method, URI uri, Headers headers, byte[] body) {}

    record Reply(int status, Headers headers, byte[] body) {
        static Reply json(int status, String contentType, byte[] body) {
            var headers = new Headers();
            headers.set("Content-Type", contentType);
            return new Reply(status, headers, body);
        }
    }

    /** The handler of the server. An IOException closes the caller's connection. */
    interface Service {
        Reply answer(Call call) throws IOException, InterruptedException;

        /**
         * The operation that is called. The AWS JSON protocols name it in a header ({@code AmazonSQS.SendMessage}), most
         * of the REST ones in the path.
         */
        default String action(String method, URI uri, Headers headers) {
            String target = headers.getFirst("X-Amz-Target");
            String named = target == null ? uri.getPath() : target;
            return named.substring(Math.max(named.lastIndexOf('.'), named.lastIndexOf('/')) + 1);
        }

        /** An error in the form of the service's protocol. */
        default Reply failed(Failure failure) {
            return error(failure);
        }
    }

    private StandInServer(String name, int port, Service service) {
        this.service = service;
        var number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.server = listen(new InetSocketAddress("127.0.0.1", port));
        this.address = server.getAddress();
    }

    /** On a free port. */
    static StandInServer start(String name, Service service) {
        return start(name, 0, service);
    }

    static StandInServer start(String name, int port, Service service) {
        return new StandInServer(name, port, service);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    Faults faults() {
        return faults;
    }

    /** How many calls of this action have come in, failed ones and retries included. */
    int calls(String action) {
        AtomicInteger count = calls.get(action);
        return count == null ? 0 : count.get();
    }

    /** From now on connections are refused, and those that are open are closed. */
    synchronized void stopListening() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** Listens again, on the same port. */
    synchronized void listenAgain() {
        if (server == null) {
            server = listen(address);
        }
    }

    @Override
    public void close() {
        faults.clear();
        stopListening();
        threads.shutdownNow();
    }

    private HttpServer listen(InetSocketAddress at) {
        try {
            var started = HttpServer.create(at, 0);
            started.createContext("/", this::handle);
            started.setExecutor(threads);
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + at + ": " + e.getMessage(), e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        // Closing an exchange that has no complete answer closes its connection: that is how calls are refused.
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String action =
                    service.action(exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders());
            var call = new Call(
                    action, exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
            calls.computeIfAbsent(call.action(), name -> new AtomicInteger()).incrementAndGet();
            faults.await(call.action());
            if (faults.refuses(call.action())) {
                return;
            }
            Optional<Failure> failure = faults.nextCall(call.action());
            Reply reply = failure.isPresent() ? service.failed(failure.get()) : service.answer(call);
            if (!faults.losesAnswer(call.action())) {
                send(exchange, reply);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error(
                    "the stand-in itself failed path={}",
                    exchange.getRequestURI().getPath(),
                    e);
            throw e;
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        exchange.getResponseHeaders().putAll(reply.headers());
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(reply.body());
        }
    }

    /** All three JSON protocols of AWS find the code in the one place or the other; a failure without one has none. */
    static Reply error(Failure failure) {
        var json = Json.MAPPER.createObjectNode().put("message", failure.message());
        if (failure.code() == null) {
            return Reply.json(
                    failure.status(),
                    "application/x-amz-json-1.1",
                    json.toString().getBytes(StandardCharsets.UTF_8));
        }
        json.put("__type", failure.code());
        Reply reply = Reply.json(
                failure.status(), "application/x-amz-json-1.1", json.toString().getBytes(StandardCharsets.UTF_8));
        reply.headers().set("x-amzn-ErrorType", failure.code());
        return reply;
    }
}

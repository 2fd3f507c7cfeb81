package io.trailbridge.standin.aws;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A loopback HTTP proxy in front of a server that has no faults of its own (ElasticMQ, DynamoDB Local): a client whose
 * endpoint it is talks to that server as if the proxy were not there, except for what {@link #faults()} says.
 *
 * <p>Besides the faults of whole calls it refuses entries of SendMessageBatch, DeleteMessageBatch and
 * ChangeMessageVisibilityBatch: the queue never sees such an entry, and the answer lists it as failed.
 * It also holds the size limit of SQS, which ElasticMQ counts too leniently.
 * A target that cannot be reached shows as a closed connection. Any thread may use it; closing it ends calls in
 * progress. A call whose answer is lost has been carried out by the target.
 */
public final class FaultProxy implements AutoCloseable {
    /** What belongs to one connection, and the length, which is written anew. */
    private static final Set<String> NOT_FORWARDED = Set.of("connection", "content-length", "date", "expect", "host",
            "keep-alive", "transfer-encoding", "upgrade");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI target;
    private final StandInServer server;

    private FaultProxy(URI target) {
        this.target = target;
        this.server = StandInServer.start("fault-proxy-" + target.getPort(), this::answer);
    }

    public static FaultProxy before(URI target) {
        return new FaultProxy(target);
    }

    public URI endpoint() {
        return server.endpoint();
    }

    public Faults faults() {
        return server.faults();
    }

    /** Calls of this action ({@code SendMessageBatch}, {@code PutItem}) that have come in, failed ones included. */
    public int calls(String action) {
        return server.calls(action);
    }

    /** From now on connections are refused, and those that are open are closed. */
    public void stopListening() {
        server.stopListening();
    }

    public void listenAgain() {
        server.listenAgain();
    }

    @Override
    public void close() {
        server.close();
    }

    private StandInServer.Reply answer(StandInServer.Call call) throws IOException, InterruptedException {
        Optional<Failure> tooLong = SqsSizeLimit.check(call);
        if (tooLong.isPresent()) {
            return StandInServer.error(tooLong.get());
        }
        Optional<SqsBatch> batch = SqsBatch.of(call, server.faults());
        if (batch.isEmpty()) {
            return forward(call, call.body());
        }
        return batch.get().isEmpty() ? batch.get().allFailed()
                : batch.get().complete(forward(call, batch.get().request()));
    }

    private StandInServer.Reply forward(StandInServer.Call call, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(target.resolve(call.uri()))
                .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(body));
        call.headers().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        var headers = new Headers();
        response.headers().map().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, values);
            }
        });
        return new StandInServer.Reply(response.statusCode(), headers, response.body());
    }
}

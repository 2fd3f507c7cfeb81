package io.trailbridge.standin.aws;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;

/** A server to which a stand-in hands calls on as they came. Any thread may use it. */
final class Upstream {
    /** What belongs to one connection, and the length, which is computed again. */
    private static final Set<String> NOT_FORWARDED = Set.of(
            "connection", "content-length", "date", "expect", "host", "keep-alive", "transfer-encoding", "upgrade");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI target;

    Upstream(URI target) {
        this.target = target;
    }

    /** Sends the call with this body instead of the original, and returns the answer. */
    StandInServer.Reply forward(StandInServer.Call call, byte[] body) throws IOException, InterruptedException {
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

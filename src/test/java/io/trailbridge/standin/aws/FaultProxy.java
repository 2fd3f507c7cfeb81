package io.trailbridge.standin.aws;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * A loopback HTTP proxy in front of a server that cannot fail on demand (ElasticMQ, DynamoDB Local): a client whose
 * endpoint it is talks to that server as if the proxy were not there, except for {@link #faults()}.
 *
 * <p>Besides the faults of whole calls it refuses entries of SendMessageBatch, DeleteMessageBatch and
 * ChangeMessageVisibilityBatch: the queue never sees such an entry, and the answer lists it as failed.
 * It also holds the size limit of SQS, which ElasticMQ counts too leniently, and ends long polls early.
 * A target that cannot be reached shows as a closed connection. Any thread may use it; closing it ends calls in
 * progress. A call whose answer is lost has been carried out by the target.
 */
public final class FaultProxy implements AutoCloseable {
    private final Upstream upstream;
    private final StandInServer server;

    private FaultProxy(URI target) {
        this.upstream = new Upstream(target);
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
            return upstream.forward(call, LongPolls.shortened(call));
        }
        return batch.get().isEmpty()
                ? batch.get().allFailed()
                : batch.get().complete(upstream.forward(call, batch.get().request()));
    }
}

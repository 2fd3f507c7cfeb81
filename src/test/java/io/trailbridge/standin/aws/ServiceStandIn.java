package io.trailbridge.standin.aws;

/** A server in place of a service, which can be away for a while. */
public interface ServiceStandIn extends AutoCloseable {
    /** Refuses connections from now on. */
    void stopListening();

    /** Listens again at the same address; what was accepted is still there. */
    void listenAgain();

    @Override
    void close();
}

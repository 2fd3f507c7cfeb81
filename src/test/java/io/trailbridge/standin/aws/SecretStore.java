package io.trailbridge.standin.aws;

/** Where the secrets of a {@link SecretsManagerStandIn} are, and who answers the calls that read them. */
interface SecretStore extends StandInServer.Service, AutoCloseable {
    /** Creates the secret or gives it a new current version. */
    void put(String name, String json);

    void remove(String name);

    @Override
    default void close() {}
}

/**
 * Event Hubs in this JVM, for tests and the sandbox.
 *
 * <p>{@link io.trailbridge.standin.eventhubs.EventHubsStandIn} is the way in: it starts the server and gives connection
 * strings, {@link io.trailbridge.standin.eventhubs.HubLog} what has been sent, and
 * {@link io.trailbridge.standin.eventhubs.Faults} what is to go wrong. Behind it, one thread runs everything that
 * touches the protocol ({@code EventLoop}); a connection is a {@code Peer}, a client's sender a {@code ProducerLink},
 * its receiver a {@code ConsumerLink}.
 */
package io.trailbridge.standin.eventhubs;

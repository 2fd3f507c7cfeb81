/**
 * The form in which an event travels through the queue: its metadata, its own bytes, and the attributes of an SQS
 * message. It knows no Camel; the steps in {@code pipeline} use it. Stateless, any thread.
 */
package io.trailbridge.envelope;

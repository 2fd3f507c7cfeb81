/**
 * Classifies failures of AWS services: throttled, transient, permanent, or a matter of the whole sink. The sinks, the
 * queues and the steps of routes ask it. Stateless, any thread.
 */
package io.trailbridge.aws;

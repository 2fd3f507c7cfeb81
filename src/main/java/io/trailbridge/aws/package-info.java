/**
 * What AWS names and answers: ARNs, and failures of its services as throttled, transient, permanent, or a matter of the
 * whole sink. Settings, mappers, sinks, queues and the steps of routes ask it. Stateless, any thread.
 */
package io.trailbridge.aws;

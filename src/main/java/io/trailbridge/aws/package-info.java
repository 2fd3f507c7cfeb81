/**
 * What is alike for all AWS services: ARNs; what a failure means (throttled, transient, permanent, or a matter of the
 * whole sink); and the clients of each region. Settings, mappers, sinks, queues and the steps of routes use it. Any
 * thread.
 */
package io.trailbridge.aws;

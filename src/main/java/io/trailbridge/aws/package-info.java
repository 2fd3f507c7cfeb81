/**
 * What is alike for all AWS services: what a failure means (throttled, transient, permanent, or a matter of the whole
 * sink), and the clients of each region. The sinks, the queues and the steps of routes use it. Any thread.
 */
package io.trailbridge.aws;

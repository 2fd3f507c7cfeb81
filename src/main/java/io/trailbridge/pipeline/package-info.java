/**
 * Every step that a route file may name: classify an event, seal it into its envelope, open it, map it, leave it out,
 * dead-letter it; and how a failed exchange is retried. {@code runtime} registers the steps under their names. A step
 * may run on any thread and keeps no state of an exchange.
 */
package io.trailbridge.pipeline;

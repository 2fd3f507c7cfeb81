/**
 * Amazon EventBridge: one event of a bus for each mapped event, in calls of PutEvents. Route: {@code
 * deliver-eventbridge}. The batch engine's threads make the calls.
 */
package io.trailbridge.sinks.eventbridge;

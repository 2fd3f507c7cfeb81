/**
 * CloudWatch Logs: each mapped event as one entry of a log stream of this instance, in calls of PutLogEvents. Route:
 * {@code deliver-cloudwatch-logs}. The batch engine's threads make the calls.
 */
package io.trailbridge.sinks.cloudwatchlogs;

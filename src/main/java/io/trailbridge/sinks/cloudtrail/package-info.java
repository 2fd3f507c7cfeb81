/**
 * CloudTrail Lake through a channel: one audit event for each mapped event, in calls of PutAuditEvents. Route: {@code
 * deliver-cloudtrail}. The batch engine's threads make the calls.
 */
package io.trailbridge.sinks.cloudtrail;

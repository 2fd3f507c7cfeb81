/**
 * Audit events for CloudTrail Lake: the functions of its mappings, and the limits of size that the service sets.
 * Thread-safe.
 */
package io.trailbridge.transform.cloudtrail;

/**
 * Security Hub: findings in calls of BatchImportFindings, within the account's rate, the states of one finding in their
 * order. Route: {@code deliver-security-hub}. The batch engine's threads make the calls.
 */
package io.trailbridge.sinks.securityhub;

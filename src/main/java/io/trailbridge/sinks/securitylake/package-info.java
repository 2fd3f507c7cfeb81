/**
 * Security Lake: rows in OCSF's schema, gathered by class, account and day into Parquet objects, each written with one
 * PutObject. Route: {@code deliver-security-lake}, and the flow logs. The batch engine's threads write the objects.
 */
package io.trailbridge.sinks.securitylake;

/**
 * Connection strings and failures of credentials, for both Azure clients. Event Hubs and the flow logs use it.
 * Stateless, any thread.
 */
package io.trailbridge.azure;

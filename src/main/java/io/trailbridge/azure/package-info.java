/**
 * What the two Azure clients share: the parts of a connection string and the failure of credentials. Event Hubs and the
 * flow logs use it. Stateless, any thread.
 */
package io.trailbridge.azure;

/**
 * Connection strings, sources of credentials and their failures, for both Azure clients. Event Hubs and the flow logs
 * use it. Any thread.
 */
package io.trailbridge.azure;

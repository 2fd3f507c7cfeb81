/**
 * The JSON form of flow logs: finds the records in the bytes of a blob, reads their tuples, and makes OCSF rows of
 * them, or rejects of what cannot be read. {@code flowlogs} calls it and fetches the bytes; it knows no service. One
 * thread reads one blob: nothing here is shared but constants.
 */
package io.trailbridge.flowlogs.format;

/**
 * Storage accounts and their blobs: credentials, the endpoints that may have them, fetches of ranges, and what a
 * failure means. {@code flowlogs} reads blobs through it, and {@code runtime} gives it the credentials. The clients are
 * shared by all threads; a blob belongs to one reading, whose thread blocks until a call ends.
 */
package io.trailbridge.flowlogs.storage;

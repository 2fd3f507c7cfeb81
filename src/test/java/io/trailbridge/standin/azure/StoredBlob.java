package io.trailbridge.standin.azure;

import java.time.Instant;

/**
 * A blob in one state.
 *
 * @param content must not be changed
 * @param etag with quotes
 * @param sequence grows with every write to the account
 */
public record StoredBlob(byte[] content, String etag, Instant created, Instant modified, long sequence) {}

/**
 * Digests, name-based ids, lengths of encoded text and the text of times, as standards define them. Any package may use
 * it; it uses none. Stateless, any thread.
 */
package io.trailbridge.encoding;

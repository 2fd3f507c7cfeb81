/**
 * Digests, name-based ids and lengths of encoded text, as standards define them. Any package may use it; it uses none.
 * Stateless, any thread.
 */
package io.trailbridge.encoding;

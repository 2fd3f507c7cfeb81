/**
 * Operations of the formats on JSON values, regardless of their meaning: compact text, sizes, digests, name-based ids,
 * objects that occur in several places, JSON within strings. Stateless except for buffers; thread-safe.
 */
package io.trailbridge.transform.json;

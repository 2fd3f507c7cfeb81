/**
 * Operations on JSON values, whatever they mean: compact text, sizes, digests, ids by name, objects that occur in
 * several places, JSON within strings. Stateless but for buffers; thread-safe.
 */
package io.trailbridge.transform.json;

/**
 * The mapping engine: splits a message into its events, determines the kind of each, normalises it and applies the
 * mapping files of a format. Steps of routes and {@code transform} call a mapper of a format. A mapper is thread-safe
 * and makes the same output of the same event.
 */
package io.trailbridge.transform;

/**
 * The mapping engine: determines the kind of an event, splits a message into its events, normalizes an event and
 * applies the mapping files of a format. Steps of routes and {@code transform} call a mapper of a format. A mapper is
 * thread-safe and gives the same output for the same event.
 */
package io.trailbridge.transform;

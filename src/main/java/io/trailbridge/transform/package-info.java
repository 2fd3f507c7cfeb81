/**
 * The mapping engine: says of what kind an event is, takes a message apart into its events, brings an event into its
 * one spelling and applies the mapping files of a format. Steps of routes and {@code transform} call a mapper of a
 * format. A mapper is thread-safe and makes the same output of the same event.
 */
package io.trailbridge.transform;

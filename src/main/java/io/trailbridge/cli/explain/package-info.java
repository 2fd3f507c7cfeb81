/**
 * What {@code transform --explain} shows: from which field of the event each field of the output comes. Made by mapping
 * the event again and again with one field changed. One thread.
 */
package io.trailbridge.cli.explain;

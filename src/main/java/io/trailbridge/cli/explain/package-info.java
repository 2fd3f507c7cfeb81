/**
 * The output of {@code transform --explain}: from which field of the event each field of the result comes. It is found
 * by mapping the event repeatedly with one field changed. One thread.
 */
package io.trailbridge.cli.explain;

/**
 * The settings: their names, kinds and defaults, where a value came from, and what is wrong with it. {@code runtime}
 * and {@code cli} read them once at start. Immutable.
 */
package io.trailbridge.settings;

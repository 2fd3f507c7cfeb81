/**
 * Puts everything together: settings become clients, components, steps and routes; modes, reloading of route files,
 * drain and stop. {@code cli} starts it. It starts and stops on the caller's thread.
 */
package io.trailbridge.runtime;

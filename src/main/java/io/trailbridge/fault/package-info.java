/**
 * The faults that log, health and meters name with one code each, how long they have been there, and what to do. All
 * packages report to it; {@code health} and the log show it. Thread-safe.
 */
package io.trailbridge.fault;

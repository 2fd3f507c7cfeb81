package io.trailbridge.bench;

/**
 * Events that came at an even rate, and how late they were accepted, counted from when they were due.
 *
 * @param percent of the contestant's own throughput
 */
record Flow(int percent, double eventsPerSecond, double p50Millis, double p99Millis, double maxMillis, Turn turn) {}

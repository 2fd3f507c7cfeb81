/**
 * Bounds of memory: shares of the heap for reading ahead, for the hub's own buffers and for batches, and the end of the
 * process when the heap is full. Thread-safe.
 */
package io.trailbridge.memory;

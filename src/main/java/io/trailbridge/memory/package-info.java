/**
 * What may be held in memory: shares of the heap for reading ahead, for the hub's own buffers and for batches, and what
 * is done when the heap is full. Thread-safe.
 */
package io.trailbridge.memory;

/**
 * The health checks of Camel's registry: start, consumer, batches, faults and worker threads. They read what other
 * packages publish and call no service. Any thread.
 */
package io.trailbridge.health;

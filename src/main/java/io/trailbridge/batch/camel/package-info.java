/**
 * Camel components, endpoints and producers on top of the batch engine: an exchange ends when its entries have their
 * results. The sinks and {@code sqs} extend them. Exchanges are continued on the batcher's threads.
 */
package io.trailbridge.batch.camel;

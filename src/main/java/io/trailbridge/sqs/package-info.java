/**
 * The queues between reader and sinks: sending in batches, the client of the stock SQS consumer with deletes in batches
 * and receives that back off, dead-letter queues and what their redrive policy must be. Thread-safe.
 */
package io.trailbridge.sqs;

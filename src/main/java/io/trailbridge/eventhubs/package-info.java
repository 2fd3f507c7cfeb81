/**
 * The reader of the hub: a Camel consumer around the Azure SDK that completes an event only when its route has. Each
 * partition has a claim with a ledger; its watermark, below which all events are completed, is what the checkpoint
 * writer stores. A supervisor on one thread makes the client and replaces it when it no longer reads. Read it from
 * {@code AtLeastOnceConsumer} downwards.
 */
package io.trailbridge.eventhubs;

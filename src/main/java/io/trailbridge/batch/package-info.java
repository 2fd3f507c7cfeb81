/**
 * The batch engine: accepts entries one by one, sends them in calls that hold as many as the service accepts, and
 * completes each with its own result. It retries transient failures, bisects a batch that is refused as a whole, opens
 * a circuit breaker while a destination fails, and holds back the caller when too much is in flight. It depends on
 * neither Camel nor a service; {@code batch.camel} and the sinks use it. One lock per batcher guards its state;
 * callbacks run outside of it on the batcher's own threads.
 */
package io.trailbridge.batch;

/**
 * Where the reader keeps its progress: a DynamoDB table that several instances share, or a file for a run that ends.
 * {@code runtime} chooses one and gives it to the reader. A checkpoint only moves forward; the SDK's threads call it,
 * and nothing here blocks without a limit.
 */
package io.trailbridge.checkpoints;

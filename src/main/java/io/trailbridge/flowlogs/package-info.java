/**
 * The reader of VNet and NSG flow logs: notices from the queue say which blob has grown; a reading continues where the
 * last one stopped and sends each tuple to the lake as a row. Progress and lease of a blob are one row of a DynamoDB
 * table. It fetches through {@code storage} and parses with {@code format}; {@code runtime} binds its step. Readings
 * have separate threads; a notice is settled once all of its rows are.
 */
package io.trailbridge.flowlogs;

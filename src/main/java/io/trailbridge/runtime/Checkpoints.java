package io.trailbridge.runtime;

import com.azure.messaging.eventhubs.CheckpointStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.checkpoints.CursorCheckpointStore;
import io.trailbridge.checkpoints.DynamoDbCheckpointStore;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The store of positions: for several instances in the shared table, or, for a single instance, in the table or a file.
 *
 * @param store the store itself
 * @param resources closes the resources of the store
 */
record Checkpoints(CheckpointStore store, Runnable resources) implements AutoCloseable {

    /**
     * @throws SettingsException if the table or the file cannot be used
     */
    static Checkpoints of(Settings settings, CamelContext context, MeterRegistry meters) {
        boolean shared = settings.flag(Setting.USE_CHECKPOINT_STORE);
        String table = tableIn(settings);
        try {
            if (table.isEmpty()) {
                return new Checkpoints(
                        CursorCheckpointStore.inFile(Path.of(settings.text(Setting.CHECKPOINT_FILE))), () -> {});
            }
            DynamoDbClient client = Clients.dynamoDb(context);
            DynamoDbCheckpointStore inTable = inTable(settings, table, client, meters);
            return new Checkpoints(shared ? inTable : CursorCheckpointStore.inTable(inTable), () -> {
                inTable.close();
                client.close();
            });
        } catch (IllegalStateException wrong) {
            throw new SettingsException(wrong.getMessage(), wrong);
        }
    }

    /**
     * Returns the table's name; empty when there is none and none is needed.
     *
     * @throws SettingsException when it is missing
     */
    static String tableIn(Settings settings) {
        return settings.flag(Setting.USE_CHECKPOINT_STORE)
                ? settings.required(
                        Setting.CHECKPOINT_TABLE,
                        "name the DynamoDB table of checkpoints, or set " + Setting.USE_CHECKPOINT_STORE.names()
                                + " to false for a single instance")
                : settings.text(Setting.CHECKPOINT_TABLE);
    }

    private static DynamoDbCheckpointStore inTable(
            Settings settings, String table, DynamoDbClient client, MeterRegistry meters) {
        DynamoDbCheckpointStore.Settings defaults = DynamoDbCheckpointStore.Settings.defaults();
        Duration kept =
                settings.isSet(Setting.CHECKPOINT_RETENTION) ? settings.duration(Setting.CHECKPOINT_RETENTION) : null;
        DynamoDbCheckpointStore store = new DynamoDbCheckpointStore(
                client,
                table,
                new DynamoDbCheckpointStore.Settings(defaults.callLimit(), kept, defaults.pageSize()),
                Clock.systemUTC(),
                meters);
        if (settings.flag(Setting.CHECKPOINT_CREATE_TABLE)) {
            store.createTable();
        }
        store.verify();
        return store;
    }

    @Override
    public void close() {
        resources.run();
    }
}

package io.trailbridge.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.azure.CredentialsSource;
import io.trailbridge.batch.BatchStatusSource;
import io.trailbridge.fault.Faults;
import io.trailbridge.flowlogs.FlowLogSettings;
import io.trailbridge.flowlogs.ReadFlowLogs;
import io.trailbridge.flowlogs.storage.StorageAccess;
import io.trailbridge.flowlogs.storage.StorageCredentials;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.sinks.securitylake.SecurityLakeSink;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The flow log reader and its resources.
 *
 * @param step the route step; null when flow logs are off
 * @param resources closes the resources of the step
 */
record FlowLogs(ReadFlowLogs step, Runnable resources) implements AutoCloseable {
    static final FlowLogs OFF = new FlowLogs(null, () -> {});

    static FlowLogs of(
            CamelContext context,
            Settings settings,
            CredentialsSource<StorageCredentials> storage,
            MeterRegistry meters,
            Faults faults) {
        FlowLogSettings reading = FlowLogSettings.defaults()
                .withLease(settings.duration(FlowLogsSink.LEASE))
                .withRows(settings.text(SecurityLakeSink.OCSF_VERSION), settings.flag(Setting.OCSF_RAW_DATA))
                .withProgressRetention(settings.duration(FlowLogsSink.PROGRESS_RETENTION));
        DynamoDbClient table = Clients.dynamoDb(context);
        StorageAccess access = new StorageAccess(storage, settings.words(FlowLogsSink.ACCOUNTS));
        return new FlowLogs(
                new ReadFlowLogs(
                        context,
                        access,
                        table,
                        settings.text(Setting.CHECKPOINT_TABLE),
                        reading,
                        meters,
                        faults,
                        settings.duration(Setting.FAILING_LIMIT)),
                table::close);
    }

    void bind(Registry registry) {
        if (step != null) {
            registry.bind("readFlowLogs", Processor.class, step);
        }
    }

    List<BatchStatusSource> statuses() {
        return step == null ? List.of() : List.of(step);
    }

    @Override
    public void close() {
        resources.run();
    }
}

package io.trailbridge.sinks.eventbridge;

import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.Batcher;
import io.trailbridge.batch.EntryShape;
import io.trailbridge.batch.camel.BatchEndpoint;
import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/**
 * Put events on an EventBridge event bus in batches, each with its own result.
 *
 * <p>The body is a {@link BusEntry} or a List of them; the exchange is complete when the bus has accepted all of them.
 * EventBridge does not detect duplicates: a rule's target must recognise them by an id in the detail.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "eventbridge",
        title = "EventBridge Batch",
        syntax = "eventbridge:busArn",
        producerOnly = true,
        category = {Category.CLOUD, Category.MESSAGING})
public final class EventBridgeEndpoint extends BatchEndpoint<BusEntry> {
    private static final int MAX_ENTRIES = 10;

    /** The ARN of the event bus: arn:aws:events:REGION:ACCOUNT:event-bus/NAME. */
    @UriPath
    @Metadata(required = true)
    private String busArn;

    /**
     * Whether to check each minute that the bus exists, because the service accepts events for a missing bus and
     * drops them. A bus of another account cannot be checked.
     */
    @UriParam(defaultValue = "true")
    private boolean checkBus = true;

    EventBridgeEndpoint(String uri, EventBridgeComponent component) {
        super(uri, component);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        BusArn.parse(busArn);
    }

    @Override
    protected List<Batcher<BusEntry>> createBatchers(BatchLimits limits, BatchMeters meters) {
        BusArn bus = BusArn.parse(busArn);
        EventBridgeClient client = ((EventBridgeComponent) getComponent()).client(bus.region());
        Runnable check = checkBus ? new BusCheck(client, bus, System::nanoTime)::verify : () -> {};
        String at = "eventbridge:" + bus.name();
        return List.of(new Batcher<>(
                at,
                busArn,
                limits,
                EntryShape.sized(BusEntry::bytes),
                new PutEventsCall(client, busArn, check),
                meters.of(at, "trailbridge.delivered", "sink", "eventbridge")));
    }

    @Override
    public Producer createProducer() {
        return new EventBridgeProducer(this);
    }

    @Override
    protected String serviceCall() {
        return "PutEvents";
    }

    @Override
    protected int serviceMaxEntries() {
        return MAX_ENTRIES;
    }

    @Override
    protected int serviceMaxBytes() {
        return BusEntry.MAX_CALL_BYTES;
    }

    public String getBusArn() {
        return busArn;
    }

    public void setBusArn(String busArn) {
        this.busArn = busArn;
    }

    public boolean isCheckBus() {
        return checkBus;
    }

    public void setCheckBus(boolean checkBus) {
        this.checkBus = checkBus;
    }
}

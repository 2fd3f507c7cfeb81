package io.trailbridge.sinks.cloudtrail;

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

/**
 * Put audit events into a CloudTrail Lake channel in batches, each with its own result.
 *
 * <p>The body is one event's eventData as a JSON string, or a List of them; the exchange is complete when the channel
 * has accepted all of them.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "cloudtrail-channel",
        title = "CloudTrail Channel",
        syntax = "cloudtrail-channel:channelArn",
        producerOnly = true,
        category = {Category.CLOUD, Category.MONITORING})
public final class CloudTrailChannelEndpoint extends BatchEndpoint<AuditEntry> {
    private static final int MAX_ENTRIES = 100;
    /** "1 MB" in the service's API page, read as the smaller of its two meanings. */
    private static final int MAX_BYTES = 1_000_000;
    /** Size of {"auditEvents":[]}. */
    private static final int FRAME_BYTES = 18;

    /** The ARN of the channel: arn:aws:cloudtrail:REGION:ACCOUNT:channel/ID. */
    @UriPath
    @Metadata(required = true)
    private String channelArn;

    /** The external id, if the channel's resource policy requires one. */
    @UriParam
    private String externalId;

    CloudTrailChannelEndpoint(String uri, CloudTrailChannelComponent component) {
        super(uri, component);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (externalId != null && !externalId.matches("[\\w+=,.@:/-]{2,1224}")) {
            throw new IllegalArgumentException("option externalId of endpoint " + getEndpointUri()
                    + " must have 2 to 1224 letters, digits or _+=,.@:/- and nothing else");
        }
    }

    @Override
    protected List<Batcher<AuditEntry>> createBatchers(BatchLimits limits, BatchMeters meters) {
        ChannelArn channel = ChannelArn.parse(channelArn);
        CloudTrailChannelComponent component = (CloudTrailChannelComponent) getComponent();
        BatchLimits events = new BatchLimits(
                limits.maxEntries(),
                limits.maxBytes() - FRAME_BYTES,
                limits.linger(),
                limits.maxInFlight(),
                limits.maxConcurrentCalls());
        String at = "cloudtrail-channel:" + channelArn.substring(channelArn.indexOf('/') + 1);
        return List.of(new Batcher<>(
                at,
                channelArn,
                events,
                new EntryShape<>(AuditEntry::bytes, AuditEntry::id),
                new PutAuditEventsCall(component.client(channel.region()), channelArn, externalId),
                meters.of(at, "trailbridge.delivered", "sink", "cloudtrail")));
    }

    @Override
    public Producer createProducer() {
        return new CloudTrailChannelProducer(this);
    }

    @Override
    protected String serviceCall() {
        return "PutAuditEvents";
    }

    @Override
    protected int serviceMaxEntries() {
        return MAX_ENTRIES;
    }

    @Override
    protected int serviceMaxBytes() {
        return MAX_BYTES;
    }

    public String getChannelArn() {
        return channelArn;
    }

    public void setChannelArn(String channelArn) {
        this.channelArn = channelArn;
    }

    public String getExternalId() {
        return externalId;
    }

    public void setExternalId(String externalId) {
        this.externalId = externalId;
    }
}

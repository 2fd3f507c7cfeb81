package io.trailbridge.sinks.cloudwatchlogs;

import io.trailbridge.aws.AwsNames;
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
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/**
 * Put log events into CloudWatch Logs in batches, one log group for each kind of event.
 *
 * <p>The body is a {@link LogEntry} or a List of them; the exchange is complete when the service has accepted all of
 * them. An event that the service rejects in an accepted call (too old, too new, past the group's retention) fails
 * alone, with TooOldLogEvent, TooNewLogEvent or ExpiredLogEvent.
 *
 * <p>CloudWatch Logs does not detect duplicates: after a call whose answer was lost, its events may be stored twice.
 * Queries recognise duplicates by an id in the message, such as metadata.uid of OCSF.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "cloudwatch-logs",
        title = "CloudWatch Logs Batch",
        syntax = "cloudwatch-logs:groupPrefix",
        producerOnly = true,
        category = {Category.CLOUD, Category.MONITORING})
public final class CloudWatchLogsEndpoint extends BatchEndpoint<LogEntry> {
    /** Maximum number of events in a call (API_PutLogEvents). */
    private static final int MAX_ENTRIES = 10_000;

    private static final long MILLIS_OF_A_DAY = 86_400_000;

    /** The prefix of the names of the log groups: PREFIX/alert, PREFIX/assessment and so on. */
    @UriPath
    @Metadata(required = true)
    private String groupPrefix;

    /** The name of the log stream in each group. */
    @UriParam(defaultValue = "trailbridge")
    private String stream = "trailbridge";

    /**
     * Whether to create missing log groups and streams, and to tag a new group with cw:datasource:name and
     * cw:datasource:type. An existing group is not changed. If false, entries wait until their group and stream exist.
     */
    @UriParam(defaultValue = "false")
    private boolean create;

    /** The region of the log groups. By default the region of the queues. */
    @UriParam
    private String region;

    /** The lane of an entry. No call may span more than 24 hours, so only events of the same day (UTC) share calls. */
    private record DayOfGroup(String kind, long day) {
        static DayOfGroup of(LogEntry entry) {
            return new DayOfGroup(entry.kind(), Math.floorDiv(entry.millis(), MILLIS_OF_A_DAY));
        }
    }

    CloudWatchLogsEndpoint(String uri, CloudWatchLogsComponent component) {
        super(uri, component);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        GroupPrefix.parse(groupPrefix);
        if (!stream.matches("[^:*]{1,512}")) {
            throw new IllegalArgumentException("option stream of endpoint " + getEndpointUri()
                    + " must have 1 to 512 characters, none of them : or *");
        }
        if (region != null && !AwsNames.isRegion(region)) {
            throw new IllegalArgumentException("option region=" + region + " of endpoint " + getEndpointUri()
                    + " is not the name of a region, such as eu-west-1");
        }
    }

    @Override
    protected List<Batcher<LogEntry>> createBatchers(BatchLimits limits, BatchMeters meters) {
        CloudWatchLogsClient client = ((CloudWatchLogsComponent) getComponent()).client(region);
        LogStreams streams = new LogStreams(client, GroupPrefix.parse(groupPrefix), stream);
        String at = "cloudwatch-logs:" + groupPrefix;
        return List.of(new Batcher<>(
                at,
                groupPrefix,
                limits,
                EntryShape.sized(LogEntry::bytes).inLanes(DayOfGroup::of).sentTo(LogEntry::kind),
                new PutLogEventsCall(client, streams, create, System::nanoTime),
                meters.of(at, "trailbridge.delivered", "sink", "cloudwatch-logs")));
    }

    @Override
    public Producer createProducer() {
        return new CloudWatchLogsProducer(this);
    }

    @Override
    protected String serviceCall() {
        return "PutLogEvents";
    }

    @Override
    protected int serviceMaxEntries() {
        return MAX_ENTRIES;
    }

    @Override
    protected int serviceMaxBytes() {
        return LogEntry.MAX_CALL_BYTES;
    }

    public String getGroupPrefix() {
        return groupPrefix;
    }

    public void setGroupPrefix(String groupPrefix) {
        this.groupPrefix = groupPrefix;
    }

    public String getStream() {
        return stream;
    }

    public void setStream(String stream) {
        this.stream = stream;
    }

    public boolean isCreate() {
        return create;
    }

    public void setCreate(boolean create) {
        this.create = create;
    }

    public String getRegion() {
        return region;
    }

    public void setRegion(String region) {
        this.region = region;
    }
}

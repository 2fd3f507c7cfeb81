package io.trailbridge.sinks.cloudwatchlogs;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * The log group of each kind with its one stream, and how they are created.
 *
 * <p>Several threads and several instances may create the same one at once: the second finds that it already exists.
 * Creation needs {@code logs:CreateLogStream} and, when a group is missing, {@code logs:CreateLogGroup} and
 * {@code logs:TagResource}.
 */
final class LogStreams {
    private static final Logger LOG = LoggerFactory.getLogger(LogStreams.class);
    /**
     * The tags by which CloudWatch distinguishes custom sources (CloudWatch Logs user guide, "Custom sources"). A tag's
     * value may have hyphens; the names of the sources that AWS itself defines consist of lower case letters and
     * underscores.
     */
    private static final String SOURCE_NAME = "cw:datasource:name";

    private static final String SOURCE_TYPE = "cw:datasource:type";
    private static final String DEFENDER = "microsoft_defender_for_cloud";

    private final CloudWatchLogsClient client;
    private final GroupPrefix prefix;
    private final String stream;

    LogStreams(CloudWatchLogsClient client, GroupPrefix prefix, String stream) {
        this.client = client;
        this.prefix = prefix;
        this.stream = stream;
    }

    String group(String kind) {
        return prefix.groupOf(kind);
    }

    String stream() {
        return stream;
    }

    /** Creates the stream, and its group when that is missing too. */
    void create(String kind) {
        try {
            createStream(kind);
        } catch (ResourceNotFoundException e) {
            createGroup(kind);
            createStream(kind);
        }
    }

    private void createStream(String kind) {
        try {
            client.createLogStream(request -> request.logGroupName(group(kind)).logStreamName(stream));
            LOG.info("group={} stream={} created=true", group(kind), stream);
        } catch (ResourceAlreadyExistsException e) {
            LOG.debug("group={} stream={} created=false cause=\"it exists already\"", group(kind), stream);
        }
    }

    private void createGroup(String kind) {
        Map<String, String> tags = Map.of(SOURCE_NAME, DEFENDER, SOURCE_TYPE, kind.replace('-', '_'));
        try {
            client.createLogGroup(request -> request.logGroupName(group(kind)).tags(tags));
            LOG.info("group={} tags={} created=true", group(kind), tags);
        } catch (ResourceAlreadyExistsException e) {
            LOG.debug("group={} created=false cause=\"it exists already\"", group(kind));
        }
    }
}

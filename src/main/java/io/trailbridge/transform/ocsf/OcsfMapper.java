package io.trailbridge.transform.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trailbridge.transform.EventMapper;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Maps the messages that Defender for Cloud exports to findings of the Open Cybersecurity Schema Framework (OCSF):
 * Detection Finding 2004, Compliance Finding 2003, Vulnerability Finding 2002.
 *
 * <p>Every event of a message gives one result: a finding that satisfies {@link OcsfRules}, or the reason why there is
 * none. Events of unknown kind and notices of blobs have no form in OCSF and are refused. Only
 * {@code metadata.processed_time} depends on the clock. {@code metadata.uid} is the same for the same event; for an
 * event whose time is only known from its arrival, it is the same for the same arrival. {@code finding_info.uid} is the
 * same for every event of one finding. Content without a place in the class is kept under {@code unmapped}; in 1.3.0
 * this includes content for which only newer versions have a place. An object to which several entities of an alert
 * refer is complete in one {@code evidences[].data}; the others refer to it: {@code {"$ref": "evidences[0].data"}}.
 *
 * <p>Thread-safe. Mappings are read and compiled once, by the constructor.
 */
public final class OcsfMapper {
    /** The version that current targets expect. */
    public static final String VERSION = "1.7.0";

    /** The newest version that Security Lake accepts from custom sources. */
    public static final String OLDER_VERSION = "1.3.0";

    private final EventMapper mapper;

    /**
     * @param version {@value #VERSION} or {@value #OLDER_VERSION}
     * @param rawData whether a finding carries its event as text in {@code raw_data}
     * @param overrides a folder whose {@code ocsf/<kind>.jslt} replace the mappings of the same name; may be null
     * @throws IllegalArgumentException if the version is neither, or a mapping cannot be compiled (file, line, column)
     */
    public OcsfMapper(String version, boolean rawData, Path overrides) {
        this(version, rawData, overrides, Clock.systemUTC());
    }

    /**
     * Creates a mapper for a target that limits the size of a finding in bytes. A larger finding is sent without
     * {@code raw_data}, which is recorded in {@code unmapped.truncated}; one that is still too large is refused.
     */
    public OcsfMapper(String version, boolean rawData, Path overrides, long mostBytes) {
        this(version, rawData, overrides, mostBytes, Clock.systemUTC());
    }

    OcsfMapper(String version, boolean rawData, Path overrides, Clock clock) {
        this(version, rawData, overrides, Long.MAX_VALUE, clock);
    }

    private OcsfMapper(String version, boolean rawData, Path overrides, long mostBytes, Clock clock) {
        known(version);
        this.mapper = new EventMapper(
                "ocsf",
                overrides,
                Map.of("version", TextNode.valueOf(version)),
                new OcsfRules(OcsfFields.of(version), rawData, mostBytes, clock));
    }

    /**
     * Returns the version.
     *
     * @throws IllegalArgumentException if it is neither of the two
     */
    public static String known(String version) {
        if (!VERSION.equals(version) && !OLDER_VERSION.equals(version)) {
            throw new IllegalArgumentException(
                    "The OCSF version must be " + VERSION + " or " + OLDER_VERSION + ", not '" + version + "'");
        }
        return version;
    }

    /**
     * Returns one result for each event of the message, in message order; never empty, never throws for any JSON.
     *
     * @param origin where the message came from; its index is not used, each event gets its own
     */
    public List<MappedEvent> toOcsf(JsonNode message, EventOrigin origin) {
        return mapper.map(message, origin);
    }
}

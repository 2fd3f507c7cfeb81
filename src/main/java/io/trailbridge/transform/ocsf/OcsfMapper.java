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
 * Makes findings after the Open Cybersecurity Schema Framework (OCSF) of the messages that Defender for Cloud exports:
 * Detection Finding 2004, Compliance Finding 2003, Vulnerability Finding 2002.
 *
 * <p>Every event of a message gives one result: a finding that satisfies {@link OcsfRules}, or the reason why there is
 * none. Events of unknown kind and notices of blobs have no form in OCSF and are refused. Nothing but
 * {@code metadata.processed_time} comes from the clock: {@code metadata.uid} is the same for the same event, of one
 * whose time only its arrival tells for the same arrival, and {@code finding_info.uid} for every event of one finding.
 * What has no place in the class is kept under {@code unmapped}, and in 1.3.0 so is what only newer versions have a
 * place for. What several entities of an alert refer to is whole in one {@code evidences[].data}; the others say where:
 * {@code {"$ref": "evidences[0].data"}}.
 *
 * <p>Safe for any number of threads. Mappings are read and compiled once, by the constructor.
 */
public final class OcsfMapper {
    /** The version that targets of today expect. */
    public static final String VERSION = "1.7.0";

    /** The newest version that Security Lake takes from custom sources. */
    public static final String OLDER_VERSION = "1.3.0";

    private final EventMapper mapper;

    /**
     * @param version {@value #VERSION} or {@value #OLDER_VERSION}
     * @param rawData whether a finding carries its event as text in {@code raw_data}
     * @param overrides a folder whose {@code ocsf/<kind>.jslt} replace the mappings of the same name; may be null
     * @throws IllegalArgumentException when the version is neither, or a mapping can not be compiled (file, line,
     *     column)
     */
    public OcsfMapper(String version, boolean rawData, Path overrides) {
        this(version, rawData, overrides, Clock.systemUTC());
    }

    /**
     * The same for a target that takes so many bytes of a finding: a larger one goes without {@code raw_data}, which is
     * said in {@code unmapped.truncated}, and one that is too large even so is refused.
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

    /** The version, when it is one of the two. */
    static String known(String version) {
        if (!VERSION.equals(version) && !OLDER_VERSION.equals(version)) {
            throw new IllegalArgumentException(
                    "The OCSF version must be " + VERSION + " or " + OLDER_VERSION + ", not '" + version + "'");
        }
        return version;
    }

    /**
     * One result for each event of the message, in its order; never empty, never throws for any JSON.
     *
     * @param origin where the message came from; its index is not used, each event gets its own
     */
    public List<MappedEvent> toOcsf(JsonNode message, EventOrigin origin) {
        return mapper.map(message, origin);
    }
}

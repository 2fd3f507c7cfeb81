package io.trailbridge.sinks.securitylake;

import io.micrometer.core.instrument.Counter;
import io.trailbridge.batch.BatchLimits;
import io.trailbridge.batch.BatchMeters;
import io.trailbridge.batch.Batcher;
import io.trailbridge.batch.EntryShape;
import io.trailbridge.batch.camel.BatchEndpoint;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Store OCSF events in Security Lake as Parquet objects, one OCSF class a custom source.
 *
 * <p>The body is one event as a JSON string, or a List of them; the exchange is complete when the objects that contain
 * them are stored. An object holds one class, account and day; it is stored when it is full, when its first event has
 * waited for maxAge, or when a route stops. An event that does not match the schema of its class fails alone.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "security-lake",
        title = "Security Lake",
        syntax = "security-lake:name",
        producerOnly = true,
        category = {Category.CLOUD, Category.MONITORING})
@Metadata(excludeProperties = "maxEntries,linger,maxInFlight,maxConcurrentCalls")
public final class SecurityLakeEndpoint extends BatchEndpoint<LakeRow> {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityLakeEndpoint.class);
    private static final int MAX_ROWS = 50_000;
    private static final int MAX_BYTES = 64 << 20;
    /**
     * Maximum time in milliseconds that an event waits. SQS allows no message to be in flight for more than 12 hours;
     * this must be a small part of that.
     */
    private static final long LONGEST_AGE = Duration.ofHours(1).toMillis();
    /**
     * Maximum number of rows held: below the 120,000 messages that SQS allows in flight, because a message has one row
     * or more.
     */
    private static final int MAX_ROWS_HELD = 100_000;

    private static final int OBJECTS_AT_ONCE = 4;

    /** The name of the endpoint in logs and metrics. */
    @UriPath
    @Metadata(required = true)
    private String name;

    /**
     * The location of the custom source of Detection Finding 2004: s3://BUCKET/ext/SOURCE/. Without it, its events are
     * left out.
     */
    @UriParam
    private String detectionFinding;

    /** The location of the custom source of Compliance Finding 2003. Without it, its events are left out. */
    @UriParam
    private String complianceFinding;

    /** The location of the custom source of Vulnerability Finding 2002. Without it, its events are left out. */
    @UriParam
    private String vulnerabilityFinding;

    /** The location of the custom source of Network Activity 4001. Without it, its events are left out. */
    @UriParam
    private String networkActivity;

    /** The version of OCSF that the events have; it determines the schema. */
    @UriParam(defaultValue = OcsfMapper.OLDER_VERSION, enums = OcsfMapper.OLDER_VERSION + "," + OcsfMapper.VERSION)
    private String ocsfVersion = OcsfMapper.OLDER_VERSION;

    /** The AWS region of the lake: of the buckets and of the partition's name. By default the region of the queues. */
    @UriParam
    private String region;

    /** The ARN or id of the KMS key that encrypts the objects. By default the bucket's encryption. */
    @UriParam
    private String kmsKeyId;

    /** How long an event waits for its object to fill, in milliseconds. At most one hour. */
    @UriParam(defaultValue = "300000", javaType = "java.time.Duration")
    private long maxAge = Duration.ofMinutes(5).toMillis();

    /** The maximum number of rows in an object. */
    @UriParam(defaultValue = "50000")
    private int maxRows = MAX_ROWS;

    private Map<Integer, Location> locations = Map.of();
    private LakeRows rows;
    private Map<Integer, Counter> leftOut = Map.of();
    private volatile Batcher<LakeRow> batcher;

    SecurityLakeEndpoint(String uri, SecurityLakeComponent component) {
        super(uri, component);
    }

    @Override
    protected void doInit() throws Exception {
        if (maxRows < 1) {
            throw new IllegalArgumentException(
                    "option maxRows=" + maxRows + " of endpoint " + getEndpointUri() + " must be at least 1");
        }
        setMaxEntries(maxRows);
        setLinger(maxAge);
        setMaxInFlight(MAX_ROWS_HELD);
        setMaxConcurrentCalls(OBJECTS_AT_ONCE);
        super.doInit();
        locations = locations();
        // This also fails when the version is not one of the two.
        locations.keySet().forEach(classUid -> LakeSchema.of(ocsfVersion, classUid));
        rows = new LakeRows(ocsfVersion, "security-lake:" + name);
    }

    private Map<Integer, Location> locations() {
        Map<Integer, Location> found = new HashMap<>();
        for (LakeClass lakeClass : LakeClass.values()) {
            String text = switch (lakeClass) {
                case DETECTION_FINDING -> detectionFinding;
                case COMPLIANCE_FINDING -> complianceFinding;
                case VULNERABILITY_FINDING -> vulnerabilityFinding;
                case NETWORK_ACTIVITY -> networkActivity;
            };
            if (text != null && !text.isBlank()) {
                found.put(lakeClass.uid(), Location.parse(lakeClass.option(), text.trim()));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("endpoint " + getEndpointUri() + " needs a location for one class at"
                    + " least: detectionFinding, complianceFinding, vulnerabilityFinding or networkActivity");
        }
        return found;
    }

    @Override
    protected List<Batcher<LakeRow>> createBatchers(BatchLimits limits, BatchMeters meters) {
        SecurityLakeComponent component = (SecurityLakeComponent) getComponent();
        String inRegion = region == null || region.isBlank() ? component.defaultRegion() : region;
        String at = "security-lake:" + name;
        // A second object may fill while one is being stored; holding more would only waste memory.
        BatchLimits held = new BatchLimits(
                        limits.maxEntries(),
                        limits.maxBytes(),
                        limits.linger(),
                        limits.maxInFlight(),
                        limits.maxConcurrentCalls(),
                        2 * limits.maxBytes())
                .within(limits.memory());
        Map<Integer, Counter> counters = new HashMap<>();
        for (LakeClass lakeClass : LakeClass.values()) {
            if (!locations.containsKey(lakeClass.uid())) {
                counters.put(lakeClass.uid(), meters.leftOut("security-lake", lakeClass.option()));
                LOG.debug(
                        "at={} class={} leftOut=true remedy=\"to store these too, give the location of their custom"
                                + " source as {}\"",
                        at,
                        lakeClass.uid(),
                        lakeClass.option());
            }
        }
        leftOut = Map.copyOf(counters);
        batcher = new Batcher<>(
                at,
                at,
                held,
                EntryShape.sized(LakeRow::bytes)
                        .inLanes(LakeRow::partition)
                        .sentTo(row -> row.partition().classUid())
                        .triedTogether(),
                new StoreObject(component.client(inRegion), locations, ocsfVersion, inRegion, kmsKey()),
                meters.of(at, "trailbridge.delivered", "sink", "security-lake"));
        component.runs(this);
        return List.of(batcher);
    }

    private String kmsKey() {
        return kmsKeyId == null || kmsKeyId.isBlank() ? null : kmsKeyId;
    }

    @Override
    protected void afterStop() {
        ((SecurityLakeComponent) getComponent()).runsNoLonger(this);
    }

    /** Sets whether rows are stored as they arrive, or wait for their batch to fill. */
    void flushNow(boolean on) {
        batcher.linger(on ? Duration.ZERO : Duration.ofMillis(maxAge));
    }

    LakeRows rows() {
        return rows;
    }

    /** Returns whether a location is set for the row's class; counts the rows without one. */
    boolean takes(LakeRow row) {
        Counter left = leftOut.get(row.partition().classUid());
        if (left != null) {
            left.increment();
        }
        return left == null;
    }

    @Override
    public Producer createProducer() {
        return new SecurityLakeProducer(this);
    }

    @Override
    protected String serviceCall() {
        return "an object of Security Lake";
    }

    @Override
    protected int serviceMaxEntries() {
        return MAX_ROWS;
    }

    @Override
    protected int serviceMaxBytes() {
        return MAX_BYTES;
    }

    @Override
    protected long longestLinger() {
        return LONGEST_AGE;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getDetectionFinding() {
        return detectionFinding;
    }

    public void setDetectionFinding(String detectionFinding) {
        this.detectionFinding = detectionFinding;
    }

    public String getComplianceFinding() {
        return complianceFinding;
    }

    public void setComplianceFinding(String complianceFinding) {
        this.complianceFinding = complianceFinding;
    }

    public String getVulnerabilityFinding() {
        return vulnerabilityFinding;
    }

    public void setVulnerabilityFinding(String vulnerabilityFinding) {
        this.vulnerabilityFinding = vulnerabilityFinding;
    }

    public String getNetworkActivity() {
        return networkActivity;
    }

    public void setNetworkActivity(String networkActivity) {
        this.networkActivity = networkActivity;
    }

    public String getOcsfVersion() {
        return ocsfVersion;
    }

    public void setOcsfVersion(String ocsfVersion) {
        this.ocsfVersion = ocsfVersion;
    }

    public String getRegion() {
        return region;
    }

    public void setRegion(String region) {
        this.region = region;
    }

    public String getKmsKeyId() {
        return kmsKeyId;
    }

    public void setKmsKeyId(String kmsKeyId) {
        this.kmsKeyId = kmsKeyId;
    }

    public long getMaxAge() {
        return maxAge;
    }

    public void setMaxAge(long maxAge) {
        this.maxAge = maxAge;
    }

    public int getMaxRows() {
        return maxRows;
    }

    public void setMaxRows(int maxRows) {
        this.maxRows = maxRows;
    }
}

package io.trailbridge.sinks.securityhub;

import io.trailbridge.aws.ProductArn;
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
 * Import findings into AWS Security Hub in batches, each with its own result and the states of each in their order.
 *
 * <p>The body is one finding (AWS Security Finding Format) as a JSON string, or a List of them; the exchange is
 * complete when Security Hub has accepted all of them, or a newer state instead.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "security-hub",
        title = "AWS Security Hub",
        syntax = "security-hub:productArn",
        producerOnly = true,
        category = {Category.CLOUD, Category.MONITORING})
public final class SecurityHubEndpoint extends BatchEndpoint<Finding> {
    /** 100 findings and 6 MB per batch in the service's guidelines, read as the smaller of the two meanings of MB. */
    private static final int MAX_ENTRIES = 100;

    private static final int MAX_BYTES = 6_000_000;
    /** Size of {"Findings":[]}, without the comma that the last finding does not need. */
    private static final int FRAME_BYTES = 14;

    private static final int COMMA = 1;
    /** Number of full calls held; a model object takes several times the memory of its JSON. */
    private static final int BATCHES_HELD = 8;
    /**
     * Maximum linger in milliseconds. States of one finding wait for each other, and so for each other's batches to
     * fill.
     */
    private static final int LONGEST_LINGER = 10_000;

    private static final int MOST_CALLS_PER_SECOND = 1000;
    private static final String SINK = "security-hub";

    /** The ARN of the account's default product: arn:aws:securityhub:REGION:ACCOUNT:product/ACCOUNT/default. */
    @UriPath
    @Metadata(required = true)
    private String productArn;

    /**
     * The maximum number of calls per second. The service accepts 10 for each account and region, 30 in a burst; all
     * that import findings there share this quota.
     */
    @UriParam(defaultValue = "10")
    private int maxCallsPerSecond = 10;

    private volatile StateOrder order;

    SecurityHubEndpoint(String uri, SecurityHubComponent component) {
        super(uri, component);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (maxCallsPerSecond < 1 || maxCallsPerSecond > MOST_CALLS_PER_SECOND) {
            throw new IllegalArgumentException("option maxCallsPerSecond=" + maxCallsPerSecond + " of endpoint "
                    + getEndpointUri() + " must be from 1 to " + MOST_CALLS_PER_SECOND + ": Security Hub accepts 10 a"
                    + " second of an account and region unless its quota is raised");
        }
    }

    @Override
    protected List<Batcher<Finding>> createBatchers(BatchLimits limits, BatchMeters meters) {
        ProductArn product = ProductArn.parse(productArn);
        SecurityHubComponent component = (SecurityHubComponent) getComponent();
        BatchLimits findings = new BatchLimits(
                limits.maxEntries(),
                limits.maxBytes() - FRAME_BYTES,
                limits.linger(),
                limits.maxInFlight(),
                limits.maxConcurrentCalls(),
                BATCHES_HELD * limits.maxBytes());
        String at = "security-hub:" + product.region() + ":" + product.account();
        BatchMeters.Of own = meters.of(at, "trailbridge.delivered", "sink", SINK);
        Batcher<Finding> batcher = new Batcher<>(
                at,
                productArn,
                findings,
                new EntryShape<>(finding -> finding.bytes() + COMMA, Finding::id),
                new BatchImportFindingsCall(component.client(product.region()), new RateLimiter(maxCallsPerSecond)),
                own);
        order = new StateOrder(
                productArn,
                batcher::submit,
                findings,
                own.inFlight(),
                meters.counter("trailbridge.superseded", "sink", SINK));
        return List.of(batcher);
    }

    /** Returns the state order in front of the batcher that was created last. */
    StateOrder order() {
        return order;
    }

    @Override
    public Producer createProducer() {
        return new SecurityHubProducer(this);
    }

    @Override
    protected String serviceCall() {
        return "BatchImportFindings";
    }

    @Override
    protected int serviceMaxEntries() {
        return MAX_ENTRIES;
    }

    @Override
    protected int serviceMaxBytes() {
        return MAX_BYTES;
    }

    @Override
    protected long longestLinger() {
        return LONGEST_LINGER;
    }

    public String getProductArn() {
        return productArn;
    }

    public void setProductArn(String productArn) {
        this.productArn = productArn;
    }

    public int getMaxCallsPerSecond() {
        return maxCallsPerSecond;
    }

    public void setMaxCallsPerSecond(int maxCallsPerSecond) {
        this.maxCallsPerSecond = maxCallsPerSecond;
    }
}

package io.trailbridge.flowlogs;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.trailbridge.batch.BatchStatus;
import io.trailbridge.batch.BatchStatusSource;
import io.trailbridge.batch.RejectedException;
import io.trailbridge.batch.StoppedException;
import io.trailbridge.batch.camel.ExchangeResult;
import io.trailbridge.batch.camel.SinkArrival;
import io.trailbridge.envelope.Envelope;
import io.trailbridge.envelope.EnvelopeHeaders;
import io.trailbridge.fault.Faults;
import io.trailbridge.flowlogs.storage.StorageAccess;
import io.trailbridge.transform.Classifier;
import io.trailbridge.transform.FlowLogBlobs;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.support.AsyncProcessorSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The route step {@code readFlowLogs}. The body is an {@link Envelope} with notices of blobs; the step reads the
 * records that were appended to these flow logs. Rows go to the route {@code direct:flow-log-rows} (body: a list of
 * OCSF events of the class Network Activity as JSON strings), malformed input to {@code direct:flow-log-rejects} (body:
 * a JSON document).
 *
 * <p>Guarantees. The exchange is complete when everything that its notices report is stored or parked. The progress of
 * a blob is never ahead of its stored rows. Two readers, in one process or in several, do not read the same part of a
 * blob at once. A notice of records that have already been read costs one read of the table. Rows are repeated only
 * when they were stored and the process was killed before it had written the progress; they then have the same
 * {@code metadata.uid}.
 *
 * <p>Failures. Transient failures (throttling, outages, refused credentials, missing permissions) are retried without
 * limit while the message is held, and are reported in log and health as a fault of the storage account or of the
 * table. The exchange fails with a {@link RejectedException} when a notice is not of a flow log, or its blob is gone or
 * cannot be read as a flow log; the other notices of the message are completed first. Other events also fail the
 * exchange, but in a message whose header {@code EventKind} shows that the sinks receive them, they are left out and
 * counted. If the row route fails with neither a refusal nor a stop, the exchange fails with the same exception.
 *
 * <p>Isolation. Each storage account has a share of the places and of the threads. When an account fails and has used
 * up its share, further notices of it fail with a {@link io.trailbridge.batch.PostponedException}, so that the queue
 * keeps them and delivers those of other accounts.
 *
 * <p>Threads. May be called on any thread; the caller is blocked only while there is no place for another notice of an
 * account that is being read. On stop, readings end early and their exchanges fail with a {@link StoppedException}, so
 * that the queue delivers the messages again.
 */
public final class ReadFlowLogs extends AsyncProcessorSupport implements BatchStatusSource, ShutdownPrepared {
    /** Camel has already waited for the exchanges; the remaining ones are those that the target still holds. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(1);

    private final CamelContext context;
    private final StorageAccess access;
    private final ProgressTable table;
    private final FlowLogSettings settings;
    private final FlowLogMeters meters;
    private final Faults faults;
    private final Duration downAfter;
    private final Clock clock;
    private final Map<BlobReference, NoticeQueue> works = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private volatile ReaderContext shared;
    private volatile Places places;
    private RouteTarget target;
    private ReadingThreads threads;
    private ReadingFaults failing;

    /**
     * @param access the access to the storage accounts
     * @param table the checkpoint table
     * @param downAfter how long a storage account or the table may fail before health is down
     */
    public ReadFlowLogs(
            CamelContext context,
            StorageAccess access,
            DynamoDbClient dynamoDb,
            String table,
            FlowLogSettings settings,
            MeterRegistry meters,
            Faults faults,
            Duration downAfter) {
        this.context = context;
        this.access = access;
        this.settings = settings;
        this.meters = new FlowLogMeters(meters);
        this.faults = faults;
        this.downAfter = downAfter;
        this.clock = Clock.systemUTC();
        this.table = new ProgressTable(dynamoDb, table, settings.progressRetention(), clock);
        Gauge.builder("trailbridge.in.flight", this, ReadFlowLogs::inFlight)
                .tag("at", FlowLogMeters.NAME)
                .description("Notices of flow logs that are held")
                .register(meters);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        SinkArrival.reached(exchange);
        List<JsonNode> events;
        ReadableAccounts accounts;
        try {
            if (shared == null) {
                start();
            }
            events = notices(exchange.getMessage());
            accounts = new ReadableAccounts(access.endpoint(), access.accounts());
        } catch (Exception failed) {
            exchange.setException(failed);
            callback.done(true);
            return true;
        }
        ExchangeResult result = new ExchangeResult(exchange, callback, events.size());
        for (JsonNode event : events) {
            try {
                take(BlobNotice.of(event, accounts), result);
            } catch (RuntimeException failed) {
                // Only this notice fails: the others are read.
                meters.notice("failed");
                result.done(failed);
            }
        }
        return result.submitted();
    }

    /**
     * Returns all events of the message, so that none is lost; but only the notices if the header shows that the
     * sinks receive the other events.
     */
    private List<JsonNode> notices(Message message) throws InvalidPayloadException {
        List<JsonNode> events =
                Classifier.unwrap(message.getMandatoryBody(Envelope.class).event());
        if (!EnvelopeHeaders.MIXED_WITH_NOTICES.equals(message.getHeader(EnvelopeHeaders.EVENT_KIND))) {
            return events;
        }
        List<JsonNode> notices = new ArrayList<>();
        for (JsonNode event : events) {
            if (FlowLogBlobs.isNotice(event)) {
                notices.add(event);
            } else {
                meters.leftOut(Classifier.classify(event));
            }
        }
        return notices;
    }

    private void take(BlobNotice notice, ExchangeResult result) {
        if (add(notice, result, false)) {
            return;
        }
        String account = ReadingFaults.account(notice.blob().account());
        Places taken = places;
        taken.take(account);
        boolean added = false;
        try {
            added = add(notice, result, true);
        } finally {
            if (!added) {
                taken.give(account, 1);
            }
        }
    }

    /** Adds the notice within {@code compute}, so that no idle queue is removed while it receives a notice. */
    private boolean add(BlobNotice notice, ExchangeResult result, boolean withPlace) {
        boolean[] added = new boolean[1];
        works.compute(notice.blob(), (blob, known) -> {
            if (known == null && !withPlace) {
                return null;
            }
            NoticeQueue work = known == null ? new NoticeQueue(shared, blob, () -> forget(blob)) : known;
            added[0] = work.add(notice, result, withPlace);
            return work;
        });
        return added[0];
    }

    private void forget(BlobReference blob) {
        works.computeIfPresent(blob, (key, work) -> {
            if (!work.isIdle()) {
                return work;
            }
            places.give(ReadingFaults.account(blob.account()), work.places());
            return null;
        });
    }

    private int inFlight() {
        return works.values().stream().mapToInt(NoticeQueue::notices).sum();
    }

    @Override
    public List<BatchStatus> batchStatuses() {
        return List.of(new BatchStatus(FlowLogMeters.NAME, inFlight(), null, null));
    }

    @Override
    protected void doStart() {
        stopping = false;
        threads = new ReadingThreads(settings.readers());
        target = new RouteTarget(context, clock);
        failing = new ReadingFaults(faults, downAfter, () -> places.changed());
        places = new Places(settings.maxBlobs(), failing::isFailing, faults::nanos);
        shared = new ReaderContext(
                settings,
                access,
                table,
                target,
                threads,
                new UnknownAccounts(table, faults::nanos),
                new Semaphore(settings.maxRowsInFlight()),
                meters,
                failing,
                clock,
                faults::nanos,
                () -> stopping);
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        beginStop();
    }

    /** Starts no more readings; rows that were handed over are waited for. Returns at once. */
    public void beginStop() {
        stopping = true;
        places.close();
        works.values().forEach(NoticeQueue::stop);
    }

    @Override
    protected void doStop() throws InterruptedException {
        beginStop();
        places.awaitAllFree(STOP_GRACE);
        threads.close();
        works.values().forEach(NoticeQueue::abandon);
        works.clear();
        target.close();
        failing.close();
    }
}

package io.trailbridge.batch;

import io.trailbridge.aws.CallFailure;
import io.trailbridge.aws.CallFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator sees of failures that pass: one WARN when they begin, again at most every 30 s, and one INFO when
 * they are over. A failure that is gone at the next try or two is not worth a line. Guarded by the batcher's lock.
 */
final class Trouble {
    private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);
    private static final Duration REPEAT = Duration.ofSeconds(30);
    private static final int NOT_A_BLIP = 3;

    private final String name;
    /** Entries held that have failed, the first that failed first. */
    private final Set<Pending<?>> failing = new LinkedHashSet<>();
    private Instant began;
    private int retries;
    private Instant lastWarning;
    private boolean warned;
    private CallFailure last;

    Trouble(String name) {
        this.name = name;
    }

    /** Entries of one call that failed, each with its reason. */
    void failed(List<? extends Pending<?>> entries, List<CallFailure> reasons, Instant now) {
        if (failing.isEmpty()) {
            began = now;
            retries = 0;
            warned = false;
        }
        CallFailure worthALine = null;
        for (int i = 0; i < entries.size(); i++) {
            Pending<?> pending = entries.get(i);
            last = reasons.get(i);
            if (failing.add(pending)) {
                pending.failingSince = now;
            }
            if (last.kind() == Kind.SYSTEMIC || pending.failures >= NOT_A_BLIP) {
                worthALine = last;
            }
        }
        retries += entries.size();
        boolean again = lastWarning == null || !now.isBefore(lastWarning.plus(REPEAT));
        if (worthALine != null && again) {
            warned = true;
            lastWarning = now;
            LOG.warn("at={} failingSince={} entriesFailing={} code={} cause=\"{}\" remedy=\"{}\" next=\"trying again"
                    + " until it passes\"", name, began, failing.size(), worthALine.code(), worthALine.message(),
                    worthALine.remedy() == null ? "none needed if it passes by itself" : worthALine.remedy());
        }
    }

    void settled(Pending<?> pending, Instant now) {
        if (failing.remove(pending) && failing.isEmpty() && warned) {
            LOG.info("at={} recovered=true failedFor={} retries={} lastCode={}", name, Duration.between(began, now),
                    retries, last.code());
        }
    }

    Instant since() {
        return failing.isEmpty() ? null : failing.iterator().next().failingSince;
    }

    String lastFailure() {
        return last == null ? null : last.summary();
    }
}

package io.trailbridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.cli.explain.Explanation;
import io.trailbridge.cli.explain.TransformTarget;
import io.trailbridge.fault.OneLine;
import io.trailbridge.transform.EventKind;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;

/** Prints the results of one input's messages, and counts them. */
final class TransformReport implements Messages.Receiver {
    /** Number of results between checks whether anyone still reads, because each check costs a flush. */
    private static final int RESULTS_BETWEEN_CHECKS = 500;

    /** The names of the event time in each format; an event without it is not accepted. */
    private static final Set<String> TIMES = Set.of("eventTime", "time", "CreatedAt", "UpdatedAt");

    private final TransformTarget target;
    private final Explanation explanation;
    private final boolean checkOnly;
    private final PrintWriter out;
    private final PrintWriter err;
    private String input;
    private long mapped;
    private long failed;

    /** @param explanation null when no explanation is wanted */
    TransformReport(
            TransformTarget target, Explanation explanation, boolean checkOnly, PrintWriter out, PrintWriter err) {
        this.target = target;
        this.explanation = explanation;
        this.checkOnly = checkOnly;
        this.out = out;
        this.err = err;
    }

    void startInput(String name) {
        input = name;
    }

    /** Reports an input without events, which must not look like success. */
    void empty() {
        say(input + ": holds no event");
    }

    boolean complete() {
        return failed == 0;
    }

    void end() {
        if (checkOnly) {
            out.println(mapped + failed + " events: " + mapped + " can be mapped to " + target.folder() + ", " + failed
                    + " cannot");
        }
        out.flush();
        err.flush();
    }

    @Override
    public void message(int line, JsonNode message, EventOrigin origin) throws IOException {
        List<MappedEvent> events = target.mapper().apply(message, origin);
        for (MappedEvent event : events) {
            String place = events.size() > 1 ? place(line) + " event " + (event.index() + 1) + ":" : place(line);
            if (event.kind() == EventKind.EMPTY_PAGE) {
                say(place + " " + event.failure().reason());
            } else if (event.failed()) {
                failed++;
                say(place + " " + event.failure().path() + ": "
                        + OneLine.joined(event.failure().reason()) + remedy(event, origin)
                        + " (kind=" + event.kind().id() + " mapping="
                        + event.failure().mapping() + ")");
            } else {
                mapped++;
                print(event.json());
            }
        }
        if (explanation != null) {
            out.flush();
            explanation.explain(place(line), message, origin).forEach(this::say);
        }
    }

    @Override
    public void unreadable(int line, String path, String reason) {
        failed++;
        say(place(line) + " " + path + ": " + reason);
    }

    /**
     * Prints a line to standard error. It may contain names and strings of the event; these are escaped, so that a
     * terminal does not interpret them.
     */
    private void say(String line) {
        err.println(OneLine.escaped(line));
    }

    /** Returns the remedy for a missing value that only the command line can give; empty when there is none. */
    private static String remedy(MappedEvent event, EventOrigin origin) {
        String field = event.failure().path().replaceFirst("^\\$\\.", "");
        boolean time = TIMES.contains(field) && origin.enqueuedTime() == null;
        return time ? ": give it with --enqueued-time" : "";
    }

    private void print(String json) throws IOException {
        if (checkOnly) {
            return;
        }
        out.print(json);
        out.print('\n');
        if (mapped % RESULTS_BETWEEN_CHECKS == 0 && out.checkError()) {
            throw new IOException("the output is closed");
        }
    }

    private String place(int line) {
        return input + ":" + line + ":";
    }
}

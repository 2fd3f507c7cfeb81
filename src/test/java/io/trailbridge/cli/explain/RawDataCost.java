package io.trailbridge.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.envelope.JsonText;
import io.trailbridge.standin.samples.SampleEvents;
import io.trailbridge.transform.EventOrigin;
import io.trailbridge.transform.MappedEvent;
import io.trailbridge.transform.ocsf.OcsfMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What an OCSF event is larger by with its source's text in {@code raw_data}, over the sample events. */
final class RawDataCost {
    private final List<Double> ratios = new ArrayList<>();
    private long with;
    private long without;

    /** @param largest bytes of a sample: a few that are far larger would stand for all */
    RawDataCost(String version, EventOrigin origin, int largest) {
        OcsfMapper withIt = new OcsfMapper(version, true, null);
        OcsfMapper withoutIt = new OcsfMapper(version, false, null);
        for (SampleEvents.Sample sample : SampleEvents.all()) {
            if (sample.bytes().length <= largest) {
                JsonNode message = JsonText.parse(sample.bytes()).orElseThrow();
                List<MappedEvent> larger = withIt.toOcsf(message, origin);
                List<MappedEvent> smaller = withoutIt.toOcsf(message, origin);
                for (int i = 0; i < larger.size(); i++) {
                    if (!larger.get(i).failed()) {
                        add(bytes(larger.get(i)), bytes(smaller.get(i)));
                    }
                }
            }
        }
        Collections.sort(ratios);
    }

    private void add(int larger, int smaller) {
        with += larger;
        without += smaller;
        ratios.add((double) larger / smaller);
    }

    private static int bytes(MappedEvent event) {
        return event.json().getBytes(StandardCharsets.UTF_8).length;
    }

    /** As {@code 1.5 times as large (1.3 to 1.9; 4.4 instead of 2.9 kB on average)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f times as large (%.1f to %.1f; %.1f instead of %.1f kB on average)",
                (double) with / without,
                ratios.get(0),
                ratios.get(ratios.size() - 1),
                kilobytes(with),
                kilobytes(without));
    }

    private double kilobytes(long bytes) {
        return bytes / 1000.0 / ratios.size();
    }
}

package io.trailbridge.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.flowlogs.format.FlowLogText;
import io.trailbridge.standin.samples.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is mutated: the project's own samples and, where they are there, those that others have published. The lists
 * are in a fixed order; their trees are not to be changed.
 *
 * @param events of Defender and of blobs, as they come from the hub
 * @param flowLogs blobs of flow logs
 */
record Samples(List<Sample> events, List<Sample> flowLogs) {
    private static final Path PUBLISHED = Path.of("../shared/samples");
    private static final List<String> OWN_FLOW_LOGS = List.of("nsg-v2.json", "vnet-v4-targets.json");

    /** One in both of its forms. */
    record Sample(byte[] bytes, JsonNode json) {
        static Sample of(byte[] bytes) {
            return new Sample(bytes, Json.read(bytes));
        }
    }

    static Samples load() {
        List<Sample> events = new ArrayList<>();
        List<Sample> flowLogs = new ArrayList<>();
        SampleEvents.all().forEach(sample -> events.add(Sample.of(sample.bytes())));
        OWN_FLOW_LOGS.forEach(name -> flowLogs.add(Sample.of(resource("/samples/flowlogs/" + name))));
        String record = FlowLogText.record(FlowLogText.tuple(1), FlowLogText.tuple(2), FlowLogText.tuple(3));
        String blob = FlowLogText.blob(record, FlowLogText.record(FlowLogText.tuple(4)));
        flowLogs.add(Sample.of(blob.getBytes(StandardCharsets.UTF_8)));
        for (Path file : published()) {
            (file.toString().contains("vnetflow") ? flowLogs : events).add(Sample.of(read(file)));
        }
        return new Samples(List.copyOf(events), List.copyOf(flowLogs));
    }

    private static List<Path> published() {
        if (!Files.isDirectory(PUBLISHED)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(PUBLISHED)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream stream = Samples.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

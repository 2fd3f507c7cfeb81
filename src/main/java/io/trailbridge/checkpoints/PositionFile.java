package io.trailbridge.checkpoints;

import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trailbridge.eventhubs.HubCheckpoint;
import io.trailbridge.eventhubs.PositionStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Positions in a JSON file: {@code {"version": 1, "positions": {"<hub key>": {"<partition>": {...}}}}}. A write goes to
 * a second file, which is forced to the disk and then replaces the first, so that a crash leaves the old or the new
 * file.
 */
final class PositionFile implements PositionStore {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * The position up to which a partition was read. Times are ISO strings, {@code null} in files of earlier versions.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Position(Long sequenceNumber, String offset, String hubCreatedAt, String writtenAt) {
        static Position of(Checkpoint checkpoint, Instant now) {
            Instant hub = HubCheckpoint.hubCreatedAt(checkpoint);
            return new Position(
                    checkpoint.getSequenceNumber(),
                    HubCheckpoint.offset(checkpoint),
                    hub == null ? null : hub.toString(),
                    now.toString());
        }

        Checkpoint toCheckpoint() {
            return new HubCheckpoint(instant(hubCreatedAt), instant(writtenAt))
                    .setSequenceNumber(sequenceNumber)
                    .setOffsetString(offset);
        }

        private static Instant instant(String text) {
            return text == null ? null : Instant.parse(text);
        }
    }

    /** The content of the file. */
    record Content(int version, Map<String, Map<String, Position>> positions) {}

    private final Path file;

    @GuardedBy("this")
    private final Map<String, Map<String, Position>> positions;

    private PositionFile(Path file, Map<String, Map<String, Position>> positions) {
        this.file = file;
        this.positions = positions;
    }

    static PositionFile open(Path file) {
        Path absolute = file.toAbsolutePath();
        Map<String, Map<String, Position>> positions = new TreeMap<>();
        try {
            if (Files.exists(absolute)) {
                Content content = JSON.readValue(absolute.toFile(), Content.class);
                if (content == null || content.version() != VERSION || content.positions() == null) {
                    throw new IllegalStateException("position file " + absolute + " is not of version " + VERSION
                            + ": was it written by a newer Trailbridge? Use that one, or name another file");
                }
                content.positions().forEach((hub, rows) -> positions.put(hub, new TreeMap<>(rows)));
            }
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "position file " + absolute + " is no position file: repair it, or move it"
                            + " away to start from the start position",
                    e);
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
        PositionFile opened = new PositionFile(absolute, positions);
        try {
            opened.write();
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
        return opened;
    }

    @Override
    public Flux<Checkpoint> listCheckpoints(String namespace, String hub, String group) {
        return Flux.defer(() -> Flux.fromIterable(read(namespace, hub, group)));
    }

    @Override
    public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
        return write(checkpoint, before -> before == null || before.sequenceNumber() < checkpoint.getSequenceNumber());
    }

    @Override
    public Mono<Void> createCheckpoint(Checkpoint checkpoint) {
        return write(checkpoint, Objects::isNull);
    }

    @Override
    public Mono<Void> replaceCheckpoint(Checkpoint old, Checkpoint checkpoint) {
        return write(checkpoint, before -> true);
    }

    @Override
    public Flux<PartitionOwnership> listOwnership(String namespace, String hub, String group) {
        return Flux.error(new UnsupportedOperationException("a position file keeps no ownership"));
    }

    @Override
    public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> requests) {
        return Flux.error(new UnsupportedOperationException("a position file keeps no ownership"));
    }

    private synchronized List<Checkpoint> read(String namespace, String hub, String group) {
        return positions.getOrDefault(HubCheckpoint.partitionKey(namespace, hub, group), Map.of()).entrySet().stream()
                .map(row -> row.getValue()
                        .toCheckpoint()
                        .setFullyQualifiedNamespace(namespace)
                        .setEventHubName(hub)
                        .setConsumerGroup(group)
                        .setPartitionId(row.getKey()))
                .toList();
    }

    private Mono<Void> write(Checkpoint checkpoint, Predicate<Position> allowed) {
        return Mono.<Void>fromRunnable(() -> update(checkpoint, allowed)).subscribeOn(Schedulers.boundedElastic());
    }

    private synchronized void update(Checkpoint checkpoint, Predicate<Position> allowed) {
        Map<String, Position> rows = positions.computeIfAbsent(
                HubCheckpoint.partitionKey(
                        checkpoint.getFullyQualifiedNamespace(),
                        checkpoint.getEventHubName(),
                        checkpoint.getConsumerGroup()),
                key -> new TreeMap<>());
        Position before = rows.get(checkpoint.getPartitionId());
        if (!allowed.test(before)) {
            return;
        }
        rows.put(checkpoint.getPartitionId(), Position.of(checkpoint, Instant.now()));
        try {
            write();
        } catch (IOException e) {
            if (before == null) {
                rows.remove(checkpoint.getPartitionId());
            } else {
                rows.put(checkpoint.getPartitionId(), before);
            }
            throw unusable(file, e);
        }
    }

    private synchronized void write() throws IOException {
        Files.createDirectories(file.getParent());
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(new Content(VERSION, positions)));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static IllegalStateException unusable(Path file, IOException e) {
        return new IllegalStateException(
                "position file " + file + " cannot be used (" + e + "): make its folder"
                        + " writable, name another file, or name a table in DYNAMODB_TABLE_NAME",
                e);
    }
}

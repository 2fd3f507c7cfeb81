package io.trailbridge.standin.eventhubs;

import java.nio.BufferOverflowException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.codec.WritableBuffer;
import org.apache.qpid.proton.message.Message;

/**
 * The events of one hub, in memory. Any thread may read and append; what is appended here reaches the attached
 * consumers at once. Events stay until {@link #dropBefore}.
 */
public final class HubLog {

    private final Clock clock;
    private final Runnable appended;
    private final List<PartitionLog> partitions = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    HubLog(int partitions, Clock clock, Runnable appended) {
        this.clock = clock;
        this.appended = appended;
        IntStream.range(0, partitions).forEach(i -> addPartition());
    }

    /** Appends an event without going through a producer. */
    public LoggedEvent append(int partition, byte[] body, Map<String, Object> properties) {
        return append(partition, body, properties, null);
    }

    /** The same with a partition key, which does not choose the partition here. */
    public LoggedEvent append(int partition, byte[] body, Map<String, Object> properties, String partitionKey) {
        Message message = Proton.message();
        message.setBody(new Data(new Binary(body)));
        if (!properties.isEmpty()) {
            message.setApplicationProperties(new ApplicationProperties(properties));
        }
        StoredMessage stored = new StoredMessage(
                partitionKey == null ? Map.of() : Map.of(StoredMessage.PARTITION_KEY, partitionKey), encoded(message));
        LoggedEvent event = partition(partition).append(stored);
        appended.run();
        return event;
    }

    /** Appends an event whose body no client can decode: an AMQP value of a type that there is none of. */
    public LoggedEvent appendUndecodable(int partition) {
        byte[] value = {0x00, 0x53, 0x77, (byte) 0xFF, 0x00};
        LoggedEvent event = partition(partition).append(new StoredMessage(Map.of(), value));
        appended.run();
        return event;
    }

    public LoggedEvent append(int partition, String body) {
        return append(partition, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public int partitions() {
        return partitions.size();
    }

    /** How many events of a partition are retained. */
    public int size(int partition) {
        PartitionState state = partition(partition).state();
        return state.empty() ? 0 : (int) (state.lastSequenceNumber() - state.beginSequenceNumber() + 1);
    }

    /** How many events of all partitions are retained. */
    public int size() {
        return IntStream.range(0, partitions()).map(this::size).sum();
    }

    /** The sequence number of the last event ever appended, or -1. */
    public long lastSequence(int partition) {
        return partition(partition).end() - 1;
    }

    /** The retained events of a partition, in order. */
    public List<LoggedEvent> events(int partition) {
        return partition(partition).read(0, Integer.MAX_VALUE);
    }

    /** The retained events of all partitions, partition by partition. */
    public List<LoggedEvent> events() {
        return IntStream.range(0, partitions())
                .boxed()
                .flatMap(i -> events(i).stream())
                .toList();
    }

    /** Forgets a partition's events below this sequence number, as the service's retention does. */
    public void dropBefore(int partition, long sequenceNumber) {
        partition(partition).dropBefore(sequenceNumber);
    }

    /** Where the next transfer goes that names neither partition nor key. */
    PartitionLog nextInTurn() {
        return partition(Math.floorMod(turn.getAndIncrement(), partitions()));
    }

    /** The same partition for the same key, as long as the number of partitions stays the same. */
    PartitionLog forKey(String partitionKey) {
        return partition(Math.floorMod(partitionKey.hashCode(), partitions()));
    }

    void addPartition() {
        partitions.add(new PartitionLog(clock));
    }

    PartitionLog partition(int partition) {
        if (partition < 0 || partition >= partitions.size()) {
            throw new IllegalArgumentException("partition=" + partition + " is not one of " + partitions.size());
        }
        return partitions.get(partition);
    }

    private static byte[] encoded(Message message) {
        int capacity = 512 + ((Data) message.getBody()).getValue().getLength();
        while (true) {
            byte[] bytes = new byte[capacity];
            WritableBuffer.ByteBufferWrapper buffer = WritableBuffer.ByteBufferWrapper.wrap(bytes);
            try {
                message.encode(buffer);
                return Arrays.copyOf(bytes, buffer.position());
            } catch (BufferOverflowException tooSmall) {
                capacity *= 2;
            }
        }
    }
}

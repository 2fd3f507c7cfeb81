package io.trailbridge.eventhubs;

import com.azure.messaging.eventhubs.EventData;
import java.util.function.Consumer;

/** Gives events to their processing. */
interface EventDispatcher {
    /**
     * Starts processing and may return before it ends.
     *
     * @param done called once, by any thread, possibly before this method returns: with {@code null} when the event is
     *             settled, otherwise with the reason why it is not
     */
    void process(String partition, EventData event, int attempt, Consumer<Throwable> done);
}

package io.trailbridge.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class HeldMessagesTest {
    private final List<String> unsettled = new ArrayList<>();
    private long now = Long.MAX_VALUE - 5; // the clock of durations may overflow
    private final HeldMessages held =
            new HeldMessages((messages, receives) -> unsettled.add(messages + " after " + receives), () -> now);

    private static Message message(String receipt, int receives) {
        return Message.builder()
                .receiptHandle(receipt)
                .attributes(Map.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, Integer.toString(receives)))
                .build();
    }

    private void seconds(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void whatIsDeletedIsSettled() {
        held.received(List.of(message("a", 1), message("b", 2)), 30);
        held.deleted("a");
        assertEquals(List.of("b"), held.releaseAll());
        assertEquals(List.of("1 after 2"), unsettled);
        assertEquals(List.of(), held.releaseAll());
    }

    @Test
    void aMessageIsReleasedOnce() {
        held.received(List.of(message("a", 3)), 30);
        assertTrue(held.release("a"));
        assertFalse(held.release("a"));
        assertEquals(List.of("1 after 3"), unsettled);
    }

    @Test
    void whatIsVisibleAgainIsForgotten() {
        held.received(List.of(message("a", 1)), 30);
        seconds(31);
        held.received(List.of(message("b", 1)), 30);
        assertEquals(List.of("1 after 1"), unsettled);
        assertEquals(List.of("b"), held.releaseAll());
    }

    @Test
    void whatIsExtendedIsHeldForLonger() {
        held.received(List.of(message("a", 1)), 30);
        seconds(20);
        held.extended("a", 30);
        held.extended("unknown", 30);
        seconds(20);
        assertEquals(List.of("a"), held.releaseAll());
    }

    @Test
    void withoutAVisibilityTimeoutOfItsOwnAMessageIsHeldForAsLongAsSqsHidesOne() {
        held.received(
                List.of(
                        message("a", 1),
                        Message.builder().receiptHandle("uncounted").build()),
                null);
        seconds(11 * 3600);
        assertEquals(2, held.releaseAll().size());
        assertEquals(List.of("1 after 0", "1 after 1"), unsettled, "the consumer need not ask for the count");
    }
}

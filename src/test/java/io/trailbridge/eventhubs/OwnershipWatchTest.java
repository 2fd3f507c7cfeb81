package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.checkpoints.CheckpointTableFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnershipWatchTest {
    private final Set<String> read = new HashSet<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> rebuilds = new ArrayList<>();
    private long seconds;
    private final OwnershipWatch watch = new OwnershipWatch(
            "me",
            read::contains,
            lost::add,
            rebuilds::add,
            Duration.ofSeconds(10),
            () -> Duration.ofSeconds(seconds).toNanos());

    @Test
    void aPartitionThatAnotherOwnsIsLostAtOnce() {
        read.add("0");
        assertEquals("other", seen("other"));
        assertEquals(List.of("0"), lost);
    }

    @Test
    void aReleasedRowIsNoLoss() {
        read.add("0");
        assertEquals("", seen(""));
        assertTrue(lost.isEmpty());
    }

    @Test
    void aPartitionThatWasClaimedAMomentAgoIsLeftAlone() {
        assertEquals("me", seen("me"));
        seconds = 9;
        assertEquals("me", seen("me"));
    }

    @Test
    void aPartitionThatTheSdkGaveUpIsShownAsFreeAtOnceAndThenOnceAnInterval() {
        watch.readingEnded("0");
        assertEquals("", seen("me"));
        assertEquals("me", seen("me"));
        seconds = 11;
        assertEquals("", seen("me"));
        assertEquals("me", seen("me"));
        read.add("0");
        watch.readingBegins("0");
        seconds = 30;
        assertEquals("me", seen("me"));
        assertTrue(rebuilds.isEmpty());
    }

    @Test
    void aPartitionThatStaysUnreadAsksForANewClient() {
        for (; seconds <= 50; seconds += 10) {
            seen("me");
        }
        assertTrue(rebuilds.isEmpty());
        seconds = 51;
        seen("me");
        assertEquals(List.of("partition 0 is owned but not read"), rebuilds);
    }

    private String seen(String owner) {
        return watch.look(List.of(CheckpointTableFixture.claim("0", owner, "etag")))
                .get(0)
                .getOwnerId();
    }
}

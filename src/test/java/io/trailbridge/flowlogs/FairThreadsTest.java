package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairThreadsTest {
    /** Those begun and not ended: a thread that hangs runs its task never. */
    private final Deque<Runnable> begun = new ArrayDeque<>();

    private final FairThreads threads = new FairThreads(4, begun::add);
    private final List<String> ran = new ArrayList<>();

    @Test
    void anAccountWhoseTasksHangLeavesThreadsToOthers() {
        give("bad", 10);
        assertEquals(2, begun.size());
        give("good", 1);
        assertEquals(3, begun.size());
        begun.removeLast().run();
        assertEquals(List.of("good 0"), ran);
    }

    @Test
    void whatWaitsIsRunInItsOrderAsThreadsComeFree() {
        give("a", 5);
        while (!begun.isEmpty()) {
            begun.removeFirst().run();
        }
        assertEquals(List.of("a 0", "a 1", "a 2", "a 3", "a 4"), ran);
    }

    @Test
    void aTaskThatThrowsFreesItsThread() {
        threads.execute("a", () -> {
            throw new NoClassDefFoundError("of a test");
        });
        give("a", 2);
        assertThrows(NoClassDefFoundError.class, () -> begun.removeFirst().run());
        assertEquals(2, begun.size());
    }

    @Test
    void afterTheCloseNothingIsBegun() {
        give("a", 3);
        threads.close();
        give("b", 1);
        begun.removeFirst().run();
        assertEquals(1, begun.size());
    }

    private void give(String account, int tasks) {
        for (int i = 0; i < tasks; i++) {
            String name = account + " " + i;
            threads.execute(account, () -> ran.add(name));
        }
    }
}

package io.trailbridge.flowlogs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.batch.PostponedException;
import io.trailbridge.batch.StoppedException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PlacesTest {
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Places places = new Places(4, failing::contains, System::nanoTime);

    @Test
    void whoReadsOnMakesOthersWaitForRoom() throws Exception {
        FutureTask<Void> third = waitForTheThirdOf("a");
        places.give("a", 1);
        third.get(20, TimeUnit.SECONDS);
    }

    @Test
    void forAnAccountThatFailsNobodyWaits() {
        failing.add("a");
        places.take("a");
        places.take("a");
        assertThrows(PostponedException.class, () -> places.take("a"));
        places.take("b");
    }

    @Test
    void whoWaitsWhenItBeginsToFailWaitsNoLonger() throws Exception {
        FutureTask<Void> third = waitForTheThirdOf("a");
        failing.add("a");
        places.changed();
        assertInstanceOf(PostponedException.class, failure(third));
    }

    @Test
    void aStopEndsAllWaiting() throws Exception {
        FutureTask<Void> third = waitForTheThirdOf("a");
        places.close();
        assertInstanceOf(StoppedException.class, failure(third));
        assertThrows(StoppedException.class, () -> places.take("b"));
    }

    @Test
    void theWaitForAllEndsWithTheLastAndWithTheLimit() throws Exception {
        places.take("a");
        places.awaitAllFree(Duration.ofMillis(1));
        FutureTask<Void> waiting = start(() -> places.awaitAllFree(Duration.ofDays(1)));
        assertFalse(waiting.isDone());
        places.give("a", 1);
        waiting.get(20, TimeUnit.SECONDS);
    }

    private FutureTask<Void> waitForTheThirdOf(String account) {
        places.take(account);
        places.take(account);
        return start(() -> places.take(account));
    }

    private interface Waiting {
        void run() throws Exception;
    }

    private static FutureTask<Void> start(Waiting task) {
        FutureTask<Void> result = new FutureTask<>(() -> {
            task.run();
            return null;
        });
        Thread thread = new Thread(result);
        thread.setDaemon(true);
        thread.start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
        return result;
    }

    private static Throwable failure(FutureTask<Void> task) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> task.get(20, TimeUnit.SECONDS));
        assertTrue(task.isDone());
        return failed.getCause();
    }
}

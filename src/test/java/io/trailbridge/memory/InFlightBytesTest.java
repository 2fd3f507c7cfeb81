package io.trailbridge.memory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.memory.InFlightBytes.Account;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InFlightBytesTest {
    private final InFlightBytes bytes = new InFlightBytes(100);

    @Test
    void anAccountLeavesFreeForOthersAsMuchAsItHolds() {
        Account stuck = bytes.open();
        int events = 0;
        while (stuck.tryHold(10)) {
            events++;
        }

        assertEquals(5, events);
        assertEquals(50, bytes.held());
        assertTrue(bytes.open().tryHold(25));
    }

    @Test
    void anEventLargerThanTheBoundPassesAlone() {
        Account account = bytes.open();

        assertTrue(account.tryHold(1000));
        assertFalse(account.tryHold(1));
        account.release(1000);
        assertTrue(account.tryHold(1));
    }

    @Test
    void anAccountThatHoldsNothingNeverWaitsForAnother() {
        bytes.open().tryHold(1000);

        assertTrue(bytes.open().tryHold(90));
    }

    @Test
    void whoWasRefusedIsToldWhenAnotherGivesBack() {
        AtomicInteger notified = new AtomicInteger();
        Account full = bytes.open();
        Account refused = bytes.open(notified::incrementAndGet);
        full.hold(95);
        refused.tryHold(1);
        assertFalse(refused.tryHold(10));

        full.release(95);
        full.notifyWaiting();
        full.notifyWaiting();

        assertEquals(1, notified.get());
        assertTrue(refused.tryHold(10));
    }

    @Test
    void waitingEndsWhenThereIsRoom() {
        Account account = bytes.open();
        account.hold(100);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> awaited(account));

        account.release(100);
        account.notifyWaiting();

        assertTrue(waiting.join());
    }

    @Test
    void closingEndsTheWaitingAndGivesAllBackOnce() {
        Account account = bytes.open();
        account.hold(100);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> awaited(account));

        account.close();
        account.close();
        account.release(100); // what ends after the claim

        assertFalse(waiting.join());
        assertEquals(0, bytes.held());
    }

    /** Each thread needs another account's bytes to come back, and all of them get on. */
    @Test
    void manyAccountsWithTooLargeEventsAllGetOn() {
        CompletableFuture<?>[] threads = new CompletableFuture<?>[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = CompletableFuture.runAsync(() -> {
                Account account = bytes.open();
                for (int n = 0; n < 2000; n++) {
                    int size = n % 7 == 0 ? 300 : 20;
                    assertTrue(awaited(account));
                    account.release(10);
                    if (account.tryHold(size)) {
                        account.release(size);
                    }
                    account.notifyWaiting();
                }
            });
        }

        await().until(CompletableFuture.allOf(threads)::isDone);
        CompletableFuture.allOf(threads).join();
        assertEquals(0, bytes.held());
    }

    private static boolean awaited(Account account) {
        try {
            return account.await(10);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

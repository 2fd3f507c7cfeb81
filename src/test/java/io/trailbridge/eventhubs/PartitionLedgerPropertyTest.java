package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every order of settlement. */
class PartitionLedgerPropertyTest {
    private static final int ROOM = 10_000;

    @Property
    void theWatermarkIsTheEndOfTheSettledPrefixAfterEveryStep(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int count,
            @ForAll @IntRange(min = 1, max = 9) int largestGap)
            throws InterruptedException {
        Random random = new Random(seed);
        PartitionLedger ledger = new PartitionLedger(ROOM, () -> 0);
        List<Long> opened = new ArrayList<>();
        List<Long> unsettled = new ArrayList<>();
        Set<Long> settled = new HashSet<>();
        long sequence = random.nextInt(1000);
        Long before = null;
        while (settled.size() < count) {
            if (opened.size() < count && (unsettled.isEmpty() || random.nextBoolean())) {
                sequence += 1 + random.nextInt(largestGap);
                assertEquals(PartitionLedger.Opening.OPENED, ledger.open(sequence, "o" + sequence, null));
                opened.add(sequence);
                unsettled.add(sequence);
            } else {
                long picked = unsettled.remove(random.nextInt(unsettled.size()));
                ledger.settle(picked);
                settled.add(picked);
            }
            Long expected = endOfPrefix(opened, settled);
            Watermark watermark = ledger.watermark();
            assertEquals(expected, watermark == null ? null : watermark.sequence());
            if (watermark != null) {
                assertEquals("o" + watermark.sequence(), watermark.offset());
                assertEquals(opened.indexOf(watermark.sequence()) + 1, watermark.ordinal());
                assertTrue(before == null || before <= watermark.sequence(), "it went back");
                before = watermark.sequence();
            }
            assertEquals(unsettled.size(), ledger.inFlight());
        }
        assertEquals(opened.get(count - 1), ledger.watermark().sequence());
        assertNull(ledger.oldestUnsettled());
    }

    @Property
    void aFailedEventHoldsTheWatermarkUntilItIsSettledInTheEnd(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int count) throws InterruptedException {
        Random random = new Random(seed);
        PartitionLedger ledger = new PartitionLedger(ROOM, () -> 0);
        List<Long> order = new ArrayList<>();
        TreeSet<Long> failing = new TreeSet<>();
        for (long sequence = 0; sequence < count; sequence++) {
            ledger.open(sequence, "", null);
            order.add(sequence);
            if (random.nextInt(4) == 0) {
                failing.add(sequence);
            }
        }
        Collections.shuffle(order, random);
        order.stream().filter(sequence -> !failing.contains(sequence)).forEach(ledger::settle);
        while (!failing.isEmpty()) {
            long first = failing.first();
            Watermark watermark = ledger.watermark();
            assertTrue(watermark == null ? first == 0 : watermark.sequence() == first - 1);
            assertEquals(first, ledger.oldestUnsettled().sequence());
            long retried = new ArrayList<>(failing).get(random.nextInt(failing.size()));
            ledger.settle(retried);
            failing.remove(retried);
        }
        assertEquals(count - 1, ledger.watermark().sequence());
    }

    @Property
    void noChangeOfOwnerMakesTheCheckpointPassAnEventThatNobodySettled(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int count,
            @ForAll @IntRange(min = 1, max = 6) int claims)
            throws InterruptedException {
        Random random = new Random(seed);
        List<PartitionLedger> older = new ArrayList<>();
        Set<Long> delivered = new HashSet<>();
        long checkpoint = -1;
        for (int claim = 1; claim <= claims; claim++) {
            PartitionLedger ledger = new PartitionLedger(ROOM, () -> 0);
            List<Long> open = new ArrayList<>();
            for (long sequence = checkpoint + 1; sequence < count; sequence++) {
                ledger.open(sequence, "", null);
                open.add(sequence);
            }
            Collections.shuffle(open, random);
            int settles = claim == claims ? open.size() : random.nextInt(open.size() + 1);
            for (long sequence : open.subList(0, settles)) {
                delivered.add(sequence);
                ledger.settle(sequence);
                for (PartitionLedger old : older) {
                    Watermark stood = old.watermark();
                    assertFalse(old.settle(random.nextInt(count)), "an older claim moved");
                    assertEquals(stood, old.watermark());
                }
                if (random.nextInt(3) == 0 && ledger.watermark() != null) {
                    checkpoint = Math.max(checkpoint, ledger.watermark().sequence());
                }
                for (long passed = 0; passed <= checkpoint; passed++) {
                    assertTrue(delivered.contains(passed), "passed " + passed);
                }
            }
            if (claim == claims && ledger.watermark() != null) {
                checkpoint = ledger.watermark().sequence();
            }
            ledger.close();
            older.add(ledger);
        }
        assertEquals(count - 1, checkpoint);
    }

    @Property
    void theWindowNeverHoldsMoreThanItsLimitSinceTheCheckpoint(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int limit) throws InterruptedException {
        Random random = new Random(seed);
        PartitionLedger ledger = new PartitionLedger(limit, () -> 0);
        List<Long> unsettled = new ArrayList<>();
        for (long sequence = 0; sequence < 300; ) {
            if (ledger.sinceCheckpoint() < limit) {
                ledger.open(sequence, "", null);
                unsettled.add(sequence++);
            } else if (!unsettled.isEmpty()) {
                ledger.settle(unsettled.remove(random.nextInt(unsettled.size())));
            }
            assertTrue(ledger.sinceCheckpoint() <= limit);
            if (ledger.watermark() != null && (unsettled.isEmpty() || random.nextInt(5) == 0)) {
                ledger.checkpointed(ledger.watermark());
                assertEquals(sequence - 1 - ledger.watermark().sequence(), ledger.sinceCheckpoint());
            }
        }
    }

    private static Long endOfPrefix(List<Long> opened, Set<Long> settled) {
        Long end = null;
        for (Long sequence : opened) {
            if (!settled.contains(sequence)) {
                return end;
            }
            end = sequence;
        }
        return end;
    }
}

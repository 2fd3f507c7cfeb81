package io.trailbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OpenLoopScheduleTest {
    private static final OpenLoopSchedule SCHEDULE = new OpenLoopSchedule(300, 600);

    @Test
    void theFirstIsDueAtOnceAndTheOthersAtAnEvenRate() {
        assertEquals(0, SCHEDULE.dueAt(0));
        assertEquals(3_333_333, SCHEDULE.dueAt(1));
        assertEquals(1_000_000_000, SCHEDULE.dueAt(300));
    }

    @Test
    void anEventIsDueFromItsTimeOn() {
        assertEquals(1, SCHEDULE.dueBy(0));
        for (int index = 1; index < 600; index++) {
            assertEquals(index, SCHEDULE.dueBy(SCHEDULE.dueAt(index) - 1));
            assertEquals(index + 1, SCHEDULE.dueBy(SCHEDULE.dueAt(index)));
        }
    }

    @Test
    void noMoreAreDueThanThereAre() {
        assertEquals(600, SCHEDULE.dueBy(10_000_000_000L));
    }
}

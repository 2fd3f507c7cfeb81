package io.trailbridge.eventhubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.fault.Fault;
import io.trailbridge.fault.FaultCode;
import io.trailbridge.fault.Faults;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentionTest {
    private final SimulatedThreads threads = new SimulatedThreads();
    private final Faults faults =
            new Faults(threads.clocks().wall(), threads.clocks().nanos());
    private final Contention contention = new Contention(
            faults.signal("ns/hub", Duration.ofMinutes(2)), threads.clocks().nanos());

    @Test
    void thePartitionThatIsTakenASecondTimeWhileItsRowIsOursIsContended() {
        contention.taken("2");
        round("1", "2");
        assertEquals(List.of(), faults.present());
        contention.taken("2");
        round("1", "2");
        Fault fault = faults.present().get(0);
        assertEquals(FaultCode.PARTITION_CONTENDED, fault.code());
        assertTrue(fault.cause().contains("{2=2}"), fault.cause());
        assertTrue(fault.remedy().contains("its own consumer group"), fault.remedy());
        threads.advance(Duration.ofMinutes(2));
        assertTrue(faults.present().get(0).down());
    }

    @Test
    void ordinaryBalancingIsNoContentionHoweverOftenPartitionsMove() {
        for (int i = 0; i < 10; i++) {
            contention.taken("0");
            round("1");
        }
        assertEquals(List.of(), faults.present());
    }

    @Test
    void rowsReadBeforeTheTakeoverProveNothing() {
        for (int i = 0; i < 10; i++) {
            contention.roundBegins();
            contention.taken("0");
            contention.rows(List.of("0"));
            round();
        }
        assertEquals(List.of(), faults.present());
    }

    @Test
    void eachPartitionTakenOnceIsNoContention() {
        List.of("0", "1", "2").forEach(contention::taken);
        round("0", "1", "2");
        assertEquals(List.of(), faults.present());
    }

    @Test
    void itIsOverWhenNothingWasTakenForAWhile() {
        contention.taken("0");
        round("0");
        contention.taken("0");
        round("0");
        threads.advance(Duration.ofMinutes(5));
        round("0");
        assertEquals(1, faults.present().size());
        threads.advance(Duration.ofSeconds(1));
        round("0");
        assertEquals(List.of(), faults.present());
    }

    private void round(String... ours) {
        contention.roundBegins();
        contention.rows(List.of(ours));
    }
}

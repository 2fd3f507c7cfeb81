package io.trailbridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final Comparison comparison = new Comparison(List.of("ours", "plain", "floor"));

    @Test
    void eachFigureIsComparedWithThatOfTheContestantsAfterIt() {
        comparison.add("events/s", "ours", 3000);
        comparison.add("events/s", "plain", 1200);
        comparison.add("events/s", "floor", 4000);
        comparison.add("calls", "ours", 0.25);
        comparison.add("calls", "plain", 12.5);

        assertEquals("""
                                 ours        plain        floor            ours/plain          ours/floor         plain/floor
                events/s        3,000        1,200        4,000                  2.50                0.75                0.30
                calls           0.250         12.5            -                  0.02                   -                   -
                """, comparison.toString());
    }

    @Test
    void thereIsNoRatioToNothing() {
        comparison.add("calls", "ours", 1);
        comparison.add("calls", "floor", 0);

        assertEquals(OptionalDouble.empty(), comparison.ratio("calls", "ours", "floor"));
        assertEquals(OptionalDouble.empty(), comparison.ratio("calls", "ours", "plain"));
        assertEquals(OptionalDouble.empty(), comparison.ratio("CPU", "ours", "plain"));
    }
}

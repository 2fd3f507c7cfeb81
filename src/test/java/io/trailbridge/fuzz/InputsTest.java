package io.trailbridge.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trailbridge.envelope.JsonText;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InputsTest {
    private static final int MANY = 3000;

    private final Samples samples = Samples.load();

    @Test
    void theSameSeedAndNumberGiveTheSameInputInAnyOrder() {
        Inputs one = new Inputs(7, samples);
        Inputs other = new Inputs(7, samples);
        for (int number = 0; number < 300; number++) {
            Input again = other.at(299 - number);
            Input input = one.at(299 - number);
            assertEquals(input.kind(), again.kind());
            assertEquals(input.choice(), again.choice());
            assertArrayEquals(input.bytes(), again.bytes());
        }
    }

    @Test
    void anotherSeedOrNumberGivesAnother() {
        Set<Integer> seen = new HashSet<>();
        for (int seed = 1; seed <= 2; seed++) {
            for (int number = 0; number < 500; number++) {
                seen.add(Arrays.hashCode(new Inputs(seed, samples).at(number).bytes()));
            }
        }
        assertTrue(seen.size() > 900, "different: " + seen.size());
    }

    @Test
    void theSamplesStayAsTheyAre() {
        List<String> before = texts();
        Inputs inputs = new Inputs(1, samples);
        for (int number = 0; number < MANY; number++) {
            inputs.at(number);
        }
        assertEquals(before, texts());
    }

    @Test
    void inputsAreOfEveryKindAndBothJsonAndNone() {
        Inputs inputs = new Inputs(1, samples);
        Set<Input.Kind> kinds = EnumSet.noneOf(Input.Kind.class);
        int json = 0;
        int largest = 0;
        for (int number = 0; number < MANY; number++) {
            Input input = inputs.at(number);
            kinds.add(input.kind());
            json += JsonText.parse(input.bytes()).isPresent() ? 1 : 0;
            largest = Math.max(largest, input.bytes().length);
            assertFalse(input.bytes().length > Inputs.LARGEST);
        }
        assertEquals(EnumSet.allOf(Input.Kind.class), kinds);
        assertTrue(json > MANY / 3 && json < MANY * 9 / 10, "JSON: " + json);
        assertTrue(largest > 40_000, "largest: " + largest);
    }

    private List<String> texts() {
        return samples.events().stream().map(sample -> sample.json().toString()).toList();
    }
}

package io.trailbridge.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StructureMutatorTest {
    private static final JsonNode SAMPLE = json("{\"SystemAlertId\":\"a\",\"Severity\":\"High\",\"Entities\":["
            + "{\"$id\":\"1\",\"Type\":\"ip\"},{\"$ref\":\"1\"}],\"properties\":{\"n\":7}}");
    private static final JsonNode DONOR = json("{\"id\":\"/x\",\"list\":[1,2,3]}");
    private static final int BUDGET = 1000;

    @Test
    void theSameChanceGivesTheSameAndLeavesTheSampleAsItIs() {
        String before = SAMPLE.toString();
        for (int seed = 0; seed < 500; seed++) {
            assertEquals(mutant(seed, 3), mutant(seed, 3));
        }
        assertEquals(before, SAMPLE.toString());
        assertEquals("{\"id\":\"/x\",\"list\":[1,2,3]}", DONOR.toString());
    }

    @Test
    void eachWayIsTaken() {
        finds("a name that stands twice", text -> text.split("\"SystemAlertId\":", -1).length > 2);
        finds("nesting", text -> text.contains("[[[[[[[["));
        finds("a number beyond all bounds", text -> text.contains(":1e99999999999"));
        finds("a lone surrogate", text -> Utf8.fault(text) != null);
        finds("a list of many", text -> text.split("CVE-2026", -1).length > 10);
        finds("equal hashes", text -> text.contains("AaAaBB"));
        finds("a wrapper", text -> text.startsWith("{\"records\":"));
        finds("a structure in a text", text -> text.contains("\"{\\\"n\\\":7}\""));
        finds("a field gone", text -> !text.contains("Severity"));
        finds(
                "letters of either case",
                Pattern.compile("\"(?!SystemAlertId)(?i)systemalertid\"").asPredicate());
    }

    @Test
    void aMessageGrowsByAboutItsBudget() {
        for (int seed = 0; seed < 2000; seed++) {
            int length = mutant(seed, 1).length();
            assertTrue(length < 4 * BUDGET, "seed " + seed + " gives " + length);
        }
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void finds(String what, Predicate<String> found) {
        for (int seed = 0; seed < 20_000; seed++) {
            if (found.test(mutant(seed, 1))) {
                return;
            }
        }
        throw new AssertionError("no mutant has " + what);
    }

    private static String mutant(int seed, int changes) {
        return Json.text(new StructureMutator(SAMPLE, DONOR, new Random(seed), BUDGET).mutate(changes));
    }
}

package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads CVE numbers and returns them in capitals, as the CVE list has them. */
final class CveNumbers {
    private static final Pattern NUMBER = Pattern.compile("CVE-[0-9]{4}-[0-9]{4,19}", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 28;

    private CveNumbers() {}

    /**
     * Returns the CVE number that the string is, null if it is not exactly one: a string that only mentions a CVE is
     * about something else.
     */
    static String of(String text) {
        return text != null && text.length() <= LONGEST && NUMBER.matcher(text).matches()
                ? Texts.upperCase(text)
                : null;
    }

    /**
     * Returns the CVE numbers among the strings of an array, or in one string that separates them by commas or
     * semicolons.
     */
    static List<String> in(JsonNode value) {
        List<String> numbers = new ArrayList<>();
        for (JsonNode element : SourceFacts.elements(value)) {
            if (element.isTextual()) {
                for (String word : element.textValue().split("[,;]", 0)) {
                    String number = of(word.replace(" ", ""));
                    if (number != null) {
                        numbers.add(number);
                    }
                }
            }
        }
        return numbers;
    }
}

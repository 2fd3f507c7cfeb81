package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.trailbridge.transform.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The numbers of CVEs, in capitals as their list has them. */
final class CveNumbers {
    private static final Pattern NUMBER =
            Pattern.compile("CVE-[0-9]{4}-[0-9]{4,19}", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 28;

    private CveNumbers() {}

    /** The number that the text is, null when it is none: what only mentions a CVE is about something else. */
    static String of(String text) {
        return text != null && text.length() <= LONGEST && NUMBER.matcher(text).matches() ? Texts.upperCase(text)
                : null;
    }

    /** Those that the texts of a list are, or of one that separates them by commas. */
    static List<String> in(JsonNode value) {
        List<String> numbers = new ArrayList<>();
        for (JsonNode element : SaidFacts.elements(value)) {
            if (element.isTextual()) {
                for (String word : element.textValue().split("[,;]")) {
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

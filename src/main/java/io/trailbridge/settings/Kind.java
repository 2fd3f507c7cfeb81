package io.trailbridge.settings;

import io.trailbridge.aws.Arn;
import io.trailbridge.aws.AwsNames;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.util.TimeUtils;

/**
 * The values that a setting accepts: their type, their unit and their range. A value is converted to its canonical
 * form, which the program and the routes use ({@code YES} becomes {@code true}), or refused. Immutable.
 */
public final class Kind {
    private static final Map<String, String> FLAGS =
            Map.of("true", "true", "1", "true", "yes", "true", "false", "false", "0", "false", "no", "false");

    private final UnaryOperator<String> canonical;
    private final String remedy;

    /** @param canonical converts a value to its canonical form; returns null for a value that is refused */
    private Kind(UnaryOperator<String> canonical, String remedy) {
        this.canonical = canonical;
        this.remedy = remedy;
    }

    /** Returns the value in its canonical form; empty when the setting does not accept it. */
    public Optional<String> read(String value) {
        return Optional.ofNullable(canonical.apply(value));
    }

    /** Returns what to give instead of a value that is refused. */
    String remedy() {
        return remedy;
    }

    /** Any value; the code that uses it reports errors in it. */
    public static Kind text() {
        return new Kind(value -> value, "");
    }

    public static Kind flag() {
        return new Kind(value -> FLAGS.get(value.toLowerCase(Locale.ROOT)), "give true or false");
    }

    public static Kind oneOf(String... words) {
        return new Kind(
                value -> Arrays.stream(words)
                        .filter(value::equalsIgnoreCase)
                        .findFirst()
                        .orElse(null),
                "give one of " + String.join(", ", words));
    }

    public static Kind number(int min, int max) {
        return new Kind(
                value -> isWithin(value, min, max) ? value : null, "give an integer from " + min + " to " + max);
    }

    /** A number of seconds, for options that take no unit. */
    public static Kind seconds(int min, int max) {
        return new Kind(
                value -> isWithin(value, min, max) ? value : null,
                "give seconds from " + min + " to " + max + ", as an integer without a unit");
    }

    /** A time with its unit, such as {@code 30s}, {@code 5m} or {@code 1h30m}. */
    public static Kind duration(Duration min, Duration max) {
        return new Kind(
                value -> {
                    if (!value.matches("(\\d{1,9}(ms|s|m|h|d))+")) {
                        return null;
                    }
                    Duration duration = Duration.ofMillis(TimeUtils.toMilliSeconds(value));
                    return duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0 ? value : null;
                },
                "give a time with its unit, such as 30s, 5m or 1h30m, from " + inWords(min) + " to " + inWords(max));
    }

    /** A size with its unit; {@link Settings#bytes} reads it. */
    public static Kind size() {
        return matching("(?i)[1-9]\\d{0,5}(KB|MB|GB)", "give a size with its unit, such as 512KB, 64MB or 1GB");
    }

    public static Kind matching(String pattern, String remedy) {
        return accepting(value -> value.matches(pattern), remedy);
    }

    public static Kind accepting(Predicate<String> form, String remedy) {
        return new Kind(value -> form.test(value) ? value : null, remedy);
    }

    /** A name, or the ARN of a resource of this service that ends in such a name. */
    public static Kind nameOrArn(String name, String service, String prefix, String remedy) {
        return accepting(
                value -> value.matches(name)
                        || Arn.parse(value)
                                .filter(arn -> arn.isRegional(service)
                                        && arn.resource().matches(prefix + name))
                                .isPresent(),
                remedy);
    }

    /** One of the words, or a time with its zone. */
    public static Kind timeOr(String... words) {
        return new Kind(
                value -> {
                    Optional<String> word =
                            Arrays.stream(words).filter(value::equalsIgnoreCase).findFirst();
                    try {
                        return word.orElseGet(() -> OffsetDateTime.parse(value).toString());
                    } catch (DateTimeException neither) {
                        return null;
                    }
                },
                "give " + String.join(", ", words) + " or a time such as 2026-01-15T10:30:00Z");
    }

    /** Comma-separated words, each kept once; the code that uses them checks which words are valid. */
    public static Kind list() {
        return listOf("[\\w-]+", "give words with commas between them");
    }

    /** Comma-separated words of this pattern, each kept once. */
    public static Kind listOf(String word, String remedy) {
        return new Kind(
                value -> value.matches(word + "(\\s*,\\s*" + word + ")*")
                        ? Arrays.stream(value.split("\\s*,\\s*")).distinct().collect(Collectors.joining(","))
                        : null,
                remedy);
    }

    /** An address to listen on, or {@code off}. */
    static Kind addressOrOff() {
        return new Kind(
                value -> {
                    int colon = value.lastIndexOf(':');
                    if (value.equalsIgnoreCase("off")) {
                        return "off";
                    }
                    return colon > 0 && isWithin(value.substring(colon + 1), 0, 65_535) ? value : null;
                },
                "give address and port, such as 127.0.0.1:8080, or off");
    }

    public static Kind queueUrl() {
        return matching(
                "(?!.*\\.fifo$)https?://[^/\\s]+/\\S*[^/\\s]",
                "give its URL, such as"
                        + " https://sqs.us-east-1.amazonaws.com/123456789012/my-queue, of a standard queue (not .fifo)");
    }

    public static Kind region() {
        return accepting(AwsNames::isRegion, "give the name of a region, such as eu-west-1");
    }

    public static Kind secret() {
        return matching("[\\w/+=.@:!-]{1,2048}", "give the name or the ARN of a secret");
    }

    public static Kind table() {
        return nameOrArn("[\\w.-]{3,255}", "dynamodb", "table/", "give the name or the ARN of a table");
    }

    private static boolean isWithin(String value, int min, int max) {
        if (!value.matches("\\d{1,10}")) {
            return false;
        }
        long number = Long.parseLong(value);
        return number >= min && number <= max;
    }

    private static String inWords(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + "d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}

package io.trailbridge.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/**
 * The settings in force. What is said nearer wins: a Java system property over the environment, that over the
 * properties file, that over the default. A blank value counts as not set. Immutable.
 *
 * <p>Every method that reads a value throws {@link SettingsException} with one line that names the setting.
 */
public final class Settings {
    private static final Pattern BYTES = Pattern.compile("([1-9]\\d{0,9})(KB|MB|GB)", Pattern.CASE_INSENSITIVE);

    private final Map<Setting, String> values;
    private final Map<String, String> others;
    private final List<String> unknownEnvironment;

    private Settings(Map<Setting, String> values, Map<String, String> others, List<String> unknownEnvironment) {
        this.values = values;
        this.others = others;
        this.unknownEnvironment = unknownEnvironment;
    }

    /**
     * Reads the settings.
     *
     * @param file the properties file in UTF-8, or null for none
     * @param environment the environment's names and values
     * @param system the Java system properties
     */
    public static Settings load(Path file, Map<String, String> environment, Properties system) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        Map<String, String> others = new TreeMap<>();
        read(file).forEach((name, value) -> {
            if (name.startsWith("trailbridge.")) {
                Setting setting = Setting.ofProperty(name).orElseThrow(() -> new SettingsException(name + " in " + file
                        + " is not a setting of Trailbridge: correct its name by application.properties.example"));
                put(values, setting, value);
            } else {
                others.put(name, value);
            }
        });
        List<String> unknown = environment.keySet().stream()
                .filter(name -> name.startsWith("TRAILBRIDGE_") && !isMadeByKubernetes(name))
                .filter(name -> Arrays.stream(Setting.values()).noneMatch(setting -> setting.isSetBy(name)))
                .sorted()
                .toList();
        for (Setting setting : Setting.values()) {
            environment.forEach((name, value) -> {
                if (setting.isSetBy(name)) {
                    put(values, setting, value);
                }
            });
            put(values, setting, system.getProperty(setting.property()));
        }
        return new Settings(Collections.unmodifiableMap(values), Collections.unmodifiableMap(others), unknown);
    }

    /** Whether a value other than the default was given. */
    public boolean isSet(Setting setting) {
        return values.containsKey(setting);
    }

    /** The value, else the default; empty where there is neither. */
    public String text(Setting setting) {
        return values.getOrDefault(setting, setting.defaultValue());
    }

    /** The value of a setting that must be there; {@code remedy} says how to come by one. */
    public String required(Setting setting, String remedy) {
        String text = text(setting);
        if (text.isEmpty()) {
            throw new SettingsException(setting.names() + " is not set: " + remedy);
        }
        return text;
    }

    public boolean flag(Setting setting) {
        return switch (text(setting).toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw wrong(setting, "give true or false");
        };
    }

    /** One of the words given, in lower case. */
    public String oneOf(Setting setting, String... words) {
        return Arrays.stream(words)
                .filter(word -> word.equalsIgnoreCase(text(setting)))
                .findFirst()
                .orElseThrow(() -> wrong(setting, "give one of " + String.join(", ", words)));
    }

    public int number(Setting setting, int min, int max) {
        try {
            int number = Integer.parseInt(text(setting));
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw wrong(setting, "give a whole number from " + min + " to " + max);
        }
        throw wrong(setting, "give a whole number from " + min + " to " + max);
    }

    /** A time with its unit, such as {@code 30s}, {@code 5m} or {@code 1h30m}; at least one millisecond. */
    public Duration duration(Setting setting) {
        String text = text(setting);
        if (text.matches("(\\d+(ms|s|m|h|d))+")) {
            Duration duration = Duration.ofMillis(TimeUtils.toMilliSeconds(text));
            if (!duration.isZero()) {
                return duration;
            }
        }
        throw wrong(setting, "give a time with its unit, such as 30s, 5m or 1h30m");
    }

    /** A size with its unit, such as {@code 512KB}, {@code 64MB} or {@code 1GB}, in bytes; 1 KB is 1024 bytes. */
    public long bytes(Setting setting) {
        Matcher size = BYTES.matcher(text(setting));
        if (size.matches()) {
            return Long.parseLong(size.group(1)) << switch (size.group(2).toUpperCase(Locale.ROOT)) {
                case "KB" -> 10;
                case "MB" -> 20;
                default -> 30;
            };
        }
        throw wrong(setting, "give a size with its unit, such as 512KB, 64MB or 1GB");
    }

    /** Says that a value is wrong, and what would be right. */
    public SettingsException wrong(Setting setting, String remedy) {
        return new SettingsException(setting.names() + " is '" + text(setting) + "': " + remedy);
    }

    /** The properties of the file that are not Trailbridge's: Camel's own, and those that edited routes use. */
    public Map<String, String> others() {
        return others;
    }

    /** Names in the environment that look like settings but are none. */
    public List<String> unknownEnvironment() {
        return unknownEnvironment;
    }

    /** The settings that have a value, as properties, so that routes can use {@code {{trailbridge...}}}. */
    public Map<String, String> asProperties() {
        Map<String, String> all = new HashMap<>();
        for (Setting setting : Setting.values()) {
            if (!text(setting).isEmpty()) {
                all.put(setting.property(), text(setting));
            }
        }
        return all;
    }

    private static void put(Map<Setting, String> values, Setting setting, String value) {
        if (value != null && !value.isBlank()) {
            values.put(setting, value.strip());
        }
    }

    private static Map<String, String> read(Path file) {
        if (file == null) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new SettingsException("cannot read the settings file " + file + " ("
                    + unreadable.getClass().getSimpleName() + ": " + unreadable.getMessage()
                    + "): give --config a readable properties file in UTF-8", unreadable);
        }
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }

    /** A service named trailbridge gives every pod such names. */
    private static boolean isMadeByKubernetes(String name) {
        return name.matches("TRAILBRIDGE(_.*)?_(SERVICE_HOST|SERVICE_PORT.*|PORT|PORT_.*)");
    }
}

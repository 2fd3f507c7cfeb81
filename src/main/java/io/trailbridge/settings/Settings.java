package io.trailbridge.settings;

import io.trailbridge.fault.OneLine;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.util.TimeUtils;

/**
 * The settings in effect. Precedence: a Java system property overrides the environment, which overrides the properties
 * file, which overrides the default. A blank value counts as not set. Immutable.
 *
 * <p>{@link #problems()} returns all errors in single settings. Every method that reads a value as a type throws
 * {@link SettingsException} with the same line when the setting does not accept it.
 */
public final class Settings {
    private final List<Setting> known;
    private final Map<Setting, String> values;
    private final Map<String, String> others;
    private final List<String> unknownProperties;
    private final List<String> unknownEnvironment;

    private Settings(
            List<Setting> known,
            Map<Setting, String> values,
            Map<String, String> others,
            List<String> unknownProperties,
            List<String> unknownEnvironment) {
        this.known = known;
        this.values = values;
        this.others = others;
        this.unknownProperties = unknownProperties;
        this.unknownEnvironment = unknownEnvironment;
    }

    /**
     * Reads the settings. Their errors are reported by {@link #problems()}.
     *
     * @param known all settings that there are; the order in which errors are reported
     * @param file the properties file in UTF-8, or null for none
     * @param environment the environment's names and values
     * @param system the Java system properties
     * @throws SettingsException if the file cannot be read
     */
    public static Settings load(List<Setting> known, Path file, Map<String, String> environment, Properties system) {
        Map<String, Setting> byProperty =
                known.stream().collect(Collectors.toMap(Setting::property, Function.identity()));
        Map<Setting, String> given = new HashMap<>();
        Map<String, String> others = new TreeMap<>();
        List<String> unknownProperties = new ArrayList<>();
        read(file).forEach((name, value) -> {
            if (byProperty.containsKey(name)) {
                put(given, byProperty.get(name), value);
            } else if (name.startsWith("trailbridge.")) {
                unknownProperties.add(OneLine.of(name) + " in " + file
                        + " is not a setting of Trailbridge: correct its name by application.properties.example");
            } else {
                others.put(name, value);
            }
        });
        List<String> unknown = environment.keySet().stream()
                .filter(name -> name.startsWith("TRAILBRIDGE_") && !isMadeByKubernetes(name))
                .filter(name -> known.stream().noneMatch(setting -> setting.isSetBy(name)))
                .sorted()
                .toList();
        Map<Setting, String> values = new LinkedHashMap<>();
        for (Setting setting : known) {
            environment.forEach((name, value) -> {
                if (setting.isSetBy(name)) {
                    put(given, setting, value);
                }
            });
            put(given, setting, system.getProperty(setting.property()));
            put(values, setting, given.get(setting));
        }
        return new Settings(
                List.copyOf(known),
                Collections.unmodifiableMap(values),
                Collections.unmodifiableMap(others),
                List.copyOf(unknownProperties),
                unknown);
    }

    /** Returns whether a value other than the default was given. */
    public boolean isSet(Setting setting) {
        return values.containsKey(setting);
    }

    /** Returns the value in its canonical form, else the default; empty when there is neither. */
    public String text(Setting setting) {
        String value = values.get(setting);
        return value == null
                ? setting.defaultValue()
                : setting.kind().read(value).orElse(value);
    }

    /** Returns the value of a mandatory setting; {@code remedy} names how to obtain one. */
    public String required(Setting setting, String remedy) {
        String text = text(setting);
        if (text.isEmpty()) {
            throw new SettingsException(setting.names() + " is not set: " + remedy);
        }
        return text;
    }

    public boolean flag(Setting setting) {
        return Boolean.parseBoolean(checked(setting));
    }

    /** Returns an integer; also for a number of seconds. */
    public int number(Setting setting) {
        return Integer.parseInt(checked(setting));
    }

    /** Returns the time of a value with its unit, such as {@code 30s}, {@code 5m} or {@code 1h30m}. */
    public Duration duration(Setting setting) {
        return Duration.ofMillis(TimeUtils.toMilliSeconds(checked(setting)));
    }

    /**
     * Returns the value in its canonical form, else the default; throws {@link SettingsException} when the setting does
     * not accept it.
     */
    public String checked(Setting setting) {
        return setting.kind()
                .read(text(setting))
                .orElseThrow(() -> wrong(setting, setting.kind().remedy()));
    }

    /** Returns the words of a list; empty when it is not set. */
    public Set<String> words(Setting setting) {
        return isSet(setting) ? Set.of(checked(setting).split(",")) : Set.of();
    }

    /** Returns whether the setting accepts its value. */
    public boolean isTaken(Setting setting) {
        return setting.kind().read(text(setting)).isPresent();
    }

    /** Returns the errors in single settings, whether their features are on or off: one line each with its remedy. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(unknownProperties);
        values.keySet().forEach(setting -> {
            if (!isTaken(setting)) {
                problems.add(wrong(setting, setting.kind().remedy()).getMessage());
            }
        });
        return problems;
    }

    /**
     * Returns the size of a value with its unit, such as {@code 512KB}, {@code 64MB} or {@code 1GB}, in bytes; 1 KB is
     * 1024 bytes.
     */
    public long bytes(Setting setting) {
        String size = checked(setting);
        long number = Long.parseLong(size.substring(0, size.length() - 2));
        return number
                << switch (Character.toUpperCase(size.charAt(size.length() - 2))) {
                    case 'K' -> 10;
                    case 'M' -> 20;
                    default -> 30;
                };
    }

    /** Creates an exception for a wrong value, with the remedy. */
    public SettingsException wrong(Setting setting, String remedy) {
        return new SettingsException(setting.names() + " is '" + OneLine.of(text(setting)) + "': " + remedy);
    }

    /** Returns the properties of the file that are not Trailbridge's: Camel's own, and those that edited routes use. */
    public Map<String, String> others() {
        return others;
    }

    /** Returns the names in the environment that look like settings but are none. */
    public List<String> unknownEnvironment() {
        return unknownEnvironment;
    }

    /** Returns the settings that have a value, as properties, so that routes can use {@code {{trailbridge...}}}. */
    public Map<String, String> asProperties() {
        Map<String, String> all = new HashMap<>();
        for (Setting setting : known) {
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
            throw new SettingsException(
                    "cannot read the settings file " + file + " ("
                            + unreadable.getClass().getSimpleName() + ": " + unreadable.getMessage()
                            + "): give --config a readable properties file in UTF-8",
                    unreadable);
        }
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }

    /** Returns whether Kubernetes sets this name: a service named trailbridge adds such names to every pod. */
    private static boolean isMadeByKubernetes(String name) {
        return name.matches("TRAILBRIDGE(_.*)?_(SERVICE_HOST|SERVICE_PORT.*|PORT|PORT_.*)");
    }
}

package io.trailbridge.azure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An Azure connection string: {@code Name=value} parts separated by semicolons. It contains a secret, and a misplaced
 * part may be the secret. Therefore it is parsed strictly, and a rejected part is described only by known names, by
 * position and by length. Immutable.
 */
public final class ConnectionString {
    private static final Pattern SHOWN = Pattern.compile("[\\x20-\\x7e]*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9])?");

    private final Map<String, String> parts;
    private final String source;

    private ConnectionString(Map<String, String> parts, String source) {
        this.parts = parts;
        this.source = source;
    }

    /**
     * Parses a connection string. Names are not case-sensitive; a value may contain {@code =}.
     *
     * @param known the known names
     * @param source where a user obtains a new copy
     * @throws CredentialsException if a part has none of the names, a name occurs twice or has no value, or a value
     *     contains characters that no value has
     */
    public static ConnectionString parse(String text, List<String> known, String source) {
        Map<String, String> parts = new LinkedHashMap<>();
        String[] pairs = text.split(";", 0);
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i].isBlank()) {
                continue;
            }
            String name = name(pairs[i], known);
            if (name == null) {
                throw refused(
                        "its part " + (i + 1) + " of " + pairs.length + " (" + pairs[i].length()
                                + " characters) begins with none of "
                                + known.stream().map(one -> one + "=").collect(Collectors.joining(", ")),
                        source);
            }
            String value = pairs[i].substring(pairs[i].indexOf('=') + 1).strip();
            if (value.isEmpty()) {
                throw refused(name + " has no value", source);
            }
            if (!SHOWN.matcher(value).matches()) {
                throw refused(
                        length(name, value) + " holds a line break or another character that is in no such value",
                        source);
            }
            if (parts.putIfAbsent(name, value) != null) {
                throw refused(name + " is given twice", source);
            }
        }
        return new ConnectionString(parts, source);
    }

    private static String name(String pair, List<String> known) {
        int equals = pair.indexOf('=');
        String given = equals < 0 ? "" : pair.substring(0, equals).strip();
        return known.stream().filter(given::equalsIgnoreCase).findFirst().orElse(null);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    /** @throws CredentialsException if it is missing */
    public String required(String name) {
        return value(name).orElseThrow(() -> refused(name + " is missing"));
    }

    /** @throws CredentialsException if it is present and does not have the right form */
    public void check(String name, Predicate<String> right, String form) {
        value(name).filter(right.negate()).ifPresent(wrong -> {
            throw refused(length(name, wrong) + " is not " + form);
        });
    }

    /** @throws CredentialsException unless exactly one of them is present */
    public void requireOneOf(String one, String other) {
        if (value(one).isPresent() == value(other).isPresent()) {
            throw refused(
                    value(one).isPresent()
                            ? one + " and " + other + " exclude each other"
                            : one + " and " + other + " are missing, one of which is needed");
        }
    }

    /** Returns an exception that names what is wrong with this string, and where to copy it again from. */
    public CredentialsException refused(String what) {
        return refused(what, source);
    }

    /** Returns the whole string, secret included, with each name written as it is known. */
    public String text() {
        return parts.entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue())
                .collect(Collectors.joining(";"));
    }

    /** Returns the same string without one part. */
    public ConnectionString without(String name) {
        Map<String, String> others = new LinkedHashMap<>(parts);
        others.remove(name);
        return new ConnectionString(others, source);
    }

    /** Returns whether the text can be the name of a host, whose labels may contain an underscore. */
    public static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    /** Contains the names only. */
    @Override
    public String toString() {
        return parts.keySet().toString();
    }

    private static String length(String name, String value) {
        return String.format(Locale.ROOT, "%s (%d characters)", name, value.length());
    }

    private static CredentialsException refused(String what, String source) {
        return new CredentialsException("connectionString: " + what + ": copy it again from " + source);
    }
}

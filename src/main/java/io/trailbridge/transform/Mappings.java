package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mapping files of one target, compiled once: a folder {@code mappings/<target>} with one file per kind and the
 * modules that they import. A file of the same name in the user's folder ({@code <dir>/<target>/alert.jslt}) replaces
 * ours; the same holds for modules. A kind without a file has no form in this target.
 */
final class Mappings {
    private static final String ROOT = "/mappings/";
    private static final String SUFFIX = MappingFolder.SUFFIX;

    /** Prefix of the exception message when a mapping calls {@code error()}. */
    private static final String ERROR_CALLED = "error: ";

    private final String target;
    private final Overrides overrides;
    private final List<Function> functions;
    private final Map<EventKind, Expression> expressions = new EnumMap<>(EventKind.class);
    private final Map<EventKind, List<String>> errorCalls = new EnumMap<>(EventKind.class);

    /**
     * While a kind is being compiled: the calls of error() in the user's files, and the sources of all files of the
     * kind.
     */
    private final List<String> found = new ArrayList<>();

    private final Map<String, String> sources = new LinkedHashMap<>();

    /** File names of this target. */
    private final Set<String> names = new HashSet<>();

    /**
     * @param overrides the user's folder, null if there is none
     * @param particular the functions that only this target's mappings have
     * @throws IllegalArgumentException naming file, line and column of a mapping that cannot be compiled, or a file of
     *     the user that is not used
     */
    Mappings(String target, Path overrides, List<Function> particular) {
        this.target = target;
        this.overrides = new Overrides(overrides);
        this.functions = new ArrayList<>(MappingFunctions.ALL);
        this.functions.addAll(particular);
        for (EventKind kind : EventKind.values()) {
            if (kind == EventKind.EMPTY_PAGE) {
                continue;
            }
            names.add(kind.id() + SUFFIX);
            Expression expression = compile(file(kind));
            if (expression != null) {
                expressions.put(kind, expression);
                errorCalls.put(kind, List.copyOf(found));
            }
            found.clear();
            sources.clear();
        }
        this.overrides.refuseUnused(target, names);
    }

    String file(EventKind kind) {
        return target + "/" + kind.id() + SUFFIX;
    }

    /** @throws MappingException if this kind has no form in the target, or the file fails on this event */
    JsonNode apply(EventKind kind, Map<String, JsonNode> variables, JsonNode event) {
        Expression expression = expressions.get(kind);
        if (expression == null) {
            throw new MappingException(
                    kind,
                    MappingException.NO_MAPPING,
                    "$",
                    "the kind " + kind.id()
                            + " is not mapped to " + target.toUpperCase(Locale.ROOT) + ": to map it, put a file "
                            + file(kind)
                            + " into the folder of your own mappings");
        }
        try {
            return expression.apply(variables, event);
        } catch (JsltException e) {
            // Neither the message nor the exception as the cause is passed on: the message contains the value on which
            // the mapping failed.
            throw new MappingException(kind, file(kind), "$", "the mapping does not fit this event" + place(kind, e));
        }
    }

    private String place(EventKind kind, JsltException failure) {
        if (failure.getLine() >= 0) {
            return " at " + failure.getSource() + ":" + failure.getLine() + ":" + failure.getColumn();
        }
        boolean called = failure.getMessage() != null && failure.getMessage().startsWith(ERROR_CALLED);
        List<String> calls = errorCalls.get(kind);
        return !called || calls.isEmpty() ? "" : ": it called error() at " + String.join(" or ", calls);
    }

    private Expression compile(String file) {
        try {
            String source = read(file);
            if (source == null) {
                return null;
            }
            return new Parser(new StringReader(source))
                    .withSource(name(file))
                    .withFunctions(functions)
                    .withResourceResolver(this::module)
                    .withObjectFilter(Mappings::hasValue)
                    .compile();
        } catch (JsltException e) {
            throw new IllegalArgumentException("The mapping " + name(file) + " cannot be compiled: " + fault(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("The mapping " + name(file) + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the message with file, line and column: the error may be in a module, which the parser knows only by its
     * name.
     */
    private String fault(JsltException broken) {
        String module = broken.getSource();
        return module == null || !module.matches("[^/\\\\]+\\.jslt")
                ? broken.getMessage()
                : broken.getMessageWithoutLocation() + " at " + name(target + "/" + module) + ":" + broken.getLine()
                        + ":" + broken.getColumn();
    }

    /** Returns whether a value is written: a mapping leaves out fields without a value. */
    private static boolean hasValue(JsonNode value) {
        if (value.isContainerNode()) {
            TimeLimit.check();
            return !value.isEmpty();
        }
        return !value.isNull() && !(value.isTextual() && value.textValue().isEmpty());
    }

    private Reader module(String name) {
        try {
            String module = read(target + "/" + name);
            if (module == null) {
                String nearest = Overrides.nearest(name, names);
                throw new JsltException("there is no module " + target + "/" + name + ", which " + importer(name)
                        + " imports" + (nearest == null ? "" : "; " + nearest + " may be meant"));
            }
            names.add(name);
            return new StringReader(module);
        } catch (IOException e) {
            throw new JsltException("the module " + target + "/" + name + " cannot be read", e);
        }
    }

    /** Returns file and line of the import. */
    private String importer(String module) {
        Pattern statement = Pattern.compile("\\bimport\\s+\"" + Pattern.quote(module) + "\"");
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Matcher match = statement.matcher(source.getValue());
            if (match.find()) {
                long line = 1
                        + source.getValue()
                                .substring(0, match.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                return source.getKey() + ":" + line;
            }
        }
        return "a mapping";
    }

    /** Returns the name of the file in error messages: the user's by its path, ours by its path in the jar. */
    private String name(String file) {
        Path own = overrides.path(file);
        return own != null ? own.toString() : ROOT.substring(1) + file;
    }

    private String read(String file) throws IOException {
        String text = overrides.read(file);
        if (text != null) {
            found.addAll(ErrorCalls.in(name(file), text));
        } else {
            try (InputStream resource = Mappings.class.getResourceAsStream(ROOT + file)) {
                text = resource == null ? null : new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        if (text != null) {
            sources.put(name(file), text);
        }
        return text;
    }
}

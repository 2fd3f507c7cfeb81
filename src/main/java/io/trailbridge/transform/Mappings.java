package io.trailbridge.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The mapping files of one target, a folder {@code mappings/<target>} with one file a kind and the modules they
 * import, compiled once. A file of the same name in the user's folder ({@code <dir>/<target>/alert.jslt}) takes the
 * place of ours, a module's file as well. A kind without a file has no form in this target.
 */
final class Mappings {
    private static final String ROOT = "/mappings/";

    /** What the failure of a mapping's own {@code error()} says first. */
    private static final String ERROR_CALLED = "error: ";

    private final String target;
    private final Path overrides;
    private final List<Function> functions;
    private final Map<EventKind, Expression> expressions = new EnumMap<>(EventKind.class);
    private final Map<EventKind, List<String>> errorCalls = new EnumMap<>(EventKind.class);

    /** In the files of the kind that is being compiled. */
    private final List<String> found = new ArrayList<>();

    /**
     * @param overrides the user's folder, null when there is none
     * @param particular the functions that only this target's mappings have
     * @throws IllegalArgumentException naming file, line and column of a mapping that can not be compiled
     */
    Mappings(String target, Path overrides, List<Function> particular) {
        this.target = target;
        this.overrides = overrides;
        this.functions = new ArrayList<>(MappingFunctions.ALL);
        this.functions.addAll(particular);
        if (overrides != null && !Files.isDirectory(overrides)) {
            throw new IllegalArgumentException("The mapping folder " + overrides + " is not there: create it, or "
                    + "leave it unset to use the mappings that come with Trailbridge");
        }
        for (EventKind kind : EventKind.values()) {
            Expression expression = compile(file(kind));
            if (expression != null) {
                expressions.put(kind, expression);
                errorCalls.put(kind, List.copyOf(found));
            }
            found.clear();
        }
    }

    String file(EventKind kind) {
        return target + "/" + kind.id() + ".jslt";
    }

    /** @throws MappingException when this kind has no form in the target, or the file fails on this event */
    JsonNode apply(EventKind kind, Map<String, JsonNode> variables, JsonNode event) {
        Expression expression = expressions.get(kind);
        if (expression == null) {
            throw new MappingException(kind, MappingException.NO_MAPPING, "$", "the kind " + kind.id()
                    + " is not mapped to " + target.toUpperCase(Locale.ROOT) + ": to map it, put a file " + file(kind)
                    + " into the folder of your own mappings");
        }
        try {
            return expression.apply(variables, event);
        } catch (JsltException e) {
            // Neither its message nor itself as the cause: it spells the value on which it failed.
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
        try (Reader source = open(file)) {
            if (source == null) {
                return null;
            }
            return new Parser(source)
                    .withSource(name(file))
                    .withFunctions(functions)
                    .withResourceResolver(this::module)
                    .withObjectFilter(Mappings::isSaid)
                    .compile();
        } catch (JsltException e) {
            throw new IllegalArgumentException(
                    "The mapping " + name(file) + " can not be compiled: " + fault(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("The mapping " + name(file) + " can not be read: " + e.getMessage(), e);
        }
    }

    /** With file, line and column: what is wrong may lie in a module, which the parser knows by its name only. */
    private String fault(JsltException broken) {
        String module = broken.getSource();
        return module == null || !module.matches("[^/\\\\]+\\.jslt") ? broken.getMessage()
                : broken.getMessageWithoutLocation() + " at " + name(target + "/" + module) + ":" + broken.getLine()
                        + ":" + broken.getColumn();
    }

    /** What a mapping has no value for is left out: nothing is written for a missing value. */
    private static boolean isSaid(JsonNode value) {
        return !value.isNull()
                && !(value.isContainerNode() && value.isEmpty())
                && !(value.isTextual() && value.textValue().isEmpty());
    }

    private Reader module(String name) {
        try {
            Reader module = open(target + "/" + name);
            if (module == null) {
                throw new JsltException("There is no module " + target + "/" + name);
            }
            return module;
        } catch (IOException e) {
            throw new JsltException("The module " + target + "/" + name + " can not be read", e);
        }
    }

    private boolean isOverridden(String file) {
        return overrides != null && Files.isRegularFile(overrides.resolve(file));
    }

    /** What an error calls the file: the user's by its path, ours by its place in the jar. */
    private String name(String file) {
        return isOverridden(file) ? overrides.resolve(file).toString() : ROOT.substring(1) + file;
    }

    private Reader open(String file) throws IOException {
        if (isOverridden(file)) {
            String source = Files.readString(overrides.resolve(file));
            found.addAll(ErrorCalls.in(name(file), source));
            return new StringReader(source);
        }
        InputStream resource = Mappings.class.getResourceAsStream(ROOT + file);
        return resource == null ? null : new InputStreamReader(resource, StandardCharsets.UTF_8);
    }
}

package io.trailbridge.pipeline;

import io.trailbridge.fault.OneLine;
import java.io.BufferedReader;
import java.util.List;
import org.apache.camel.LineNumberAware;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;

/** The place of a route and its steps in their files, in the form used in messages. */
public final class RoutePlace {
    private RoutePlace() {}

    /** Returns the file of a route; empty for a route that did not come from a file. */
    public static String file(RouteDefinition route) {
        return route.getResource() == null ? "" : file(route.getResource());
    }

    /** Returns the path of a file with routes. */
    public static String file(Resource resource) {
        return resource.getLocation().replaceFirst("^file:", "");
    }

    /** Returns {@code FILE:LINE: route ID}. */
    public static String of(RouteDefinition route) {
        return at(route, route.getLineNumber()) + "route " + route.getRouteId();
    }

    /** Returns {@code FILE:LINE: route ID, step ID (WHAT)}; for a step without an id only {@code WHAT}. */
    public static String of(RouteDefinition route, OptionalIdentifiedDefinition<?> step) {
        String name = step.getShortName();
        String what = step.getLabel().startsWith(name + "[") ? step.getLabel() : name + "[" + step.getLabel() + "]";
        return at(route, line(route, step)) + "route " + route.getRouteId() + ", step "
                + OneLine.of(step.hasCustomIdAssigned() ? step.getId() + " (" + what + ")" : what);
    }

    /** Returns all steps of a route, or within a step, including nested steps: each after the one that contains it. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // Camel's helper takes the raw class of a generic type
    public static Iterable<ProcessorDefinition<?>> steps(ProcessorDefinition<?> of) {
        return (Iterable) ProcessorDefinitionHelper.filterTypeInOutputs(of.getOutputs(), ProcessorDefinition.class);
    }

    private static String at(RouteDefinition route, int line) {
        String file = file(route);
        return file.isEmpty() ? "" : line < 1 ? file + ": " : file + ":" + line + ": ";
    }

    /**
     * Returns the line of a step. Camel reports the line where the step's value begins: the line after its name, or the
     * same line if both are on one line.
     */
    private static int line(RouteDefinition route, LineNumberAware step) {
        int line = step.getLineNumber();
        String name = ((OptionalIdentifiedDefinition<?>) step).getShortName() + ":";
        if (line > 0 && route.getResource() != null && route.getResource().exists()) {
            try (BufferedReader reader = new BufferedReader(route.getResource().getReader())) {
                List<String> text = reader.lines().toList();
                boolean isThere = text.get(line - 1).contains(name);
                return !isThere && line < text.size() && text.get(line).contains(name) ? line + 1 : line;
            } catch (Exception unreadable) {
                return line; // a line of the same step, and near enough
            }
        }
        return line;
    }
}

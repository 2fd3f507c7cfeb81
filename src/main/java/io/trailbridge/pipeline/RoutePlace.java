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

/** Where a route and its steps stand in their files, as messages name it. */
public final class RoutePlace {
    private RoutePlace() {}

    /** The file of a route, empty for one that came from none. */
    public static String file(RouteDefinition route) {
        return route.getResource() == null ? "" : file(route.getResource());
    }

    /** The path of a file that routes come from. */
    public static String file(Resource resource) {
        return resource.getLocation().replaceFirst("^file:", "");
    }

    /** {@code FILE:LINE: route ID}. */
    public static String of(RouteDefinition route) {
        return at(route, route.getLineNumber()) + "route " + route.getRouteId();
    }

    /** {@code FILE:LINE: route ID, step ID (WHAT)}; a step without an id of its own is only what it is. */
    public static String of(RouteDefinition route, OptionalIdentifiedDefinition<?> step) {
        String name = step.getShortName();
        String what = step.getLabel().startsWith(name + "[") ? step.getLabel() : name + "[" + step.getLabel() + "]";
        return at(route, line(route, step)) + "route " + route.getRouteId() + ", step "
                + OneLine.of(step.hasCustomIdAssigned() ? step.getId() + " (" + what + ")" : what);
    }

    /** All steps of a route, or within a step, those within others too: each after the one that it is in. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // Camel's helper takes the raw class of a generic type
    public static Iterable<ProcessorDefinition<?>> steps(ProcessorDefinition<?> of) {
        return (Iterable) ProcessorDefinitionHelper.filterTypeInOutputs(of.getOutputs(), ProcessorDefinition.class);
    }

    private static String at(RouteDefinition route, int line) {
        String file = file(route);
        return file.isEmpty() ? "" : line < 1 ? file + ": " : file + ":" + line + ": ";
    }

    /** Camel counts from where the step's value begins: the line after its name, or, written in one, the same. */
    private static int line(RouteDefinition route, LineNumberAware step) {
        int line = step.getLineNumber();
        String name = ((OptionalIdentifiedDefinition<?>) step).getShortName() + ":";
        if (line > 0 && route.getResource() != null && route.getResource().exists()) {
            try (BufferedReader reader = new BufferedReader(route.getResource().getReader())) {
                List<String> text = reader.lines().toList();
                boolean isThere = text.get(line - 1).contains(name);
                return !isThere && line < text.size() && text.get(line).contains(name) ? line + 1 : line;
            } catch (Exception unreadable) {
                return line; // of the same step, and near enough
            }
        }
        return line;
    }
}

package io.trailbridge.runtime;

import io.trailbridge.fault.CauseChain;
import io.trailbridge.fault.OneLine;
import io.trailbridge.pipeline.RoutePlace;
import io.trailbridge.pipeline.UnsafeRouteException;
import io.trailbridge.settings.SettingsException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Describes an error in a route in one line: file and line, route, step, cause and remedy. */
final class RouteProblem {
    private static final Pattern STEP = Pattern.compile("at: >>> (.*) <<< in route: ", Pattern.DOTALL);
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate id detected: (\\S+)\\. ");

    private RouteProblem() {}

    /** Returns the route error in a failure; empty when the failure is about something else. */
    static Optional<SettingsException> find(CamelContext context, Throwable failure) {
        List<RouteDefinition> routes = ((ModelCamelContext) context).getRouteDefinitions();
        for (Throwable cause : CauseChain.of(failure)) {
            String problem = null;
            if (cause instanceof SettingsException settings) {
                return Optional.of(settings);
            } else if (cause instanceof UnsafeRouteException unsafe) {
                problem = unsafe.getMessage();
            } else if (cause instanceof MarkedYamlEngineException yaml) {
                problem = ofYaml(yaml);
            } else if (cause instanceof FailedToCreateRouteException route) {
                problem = ofRoute(routes, route);
            } else if (cause instanceof FailedToStartRouteException route) {
                problem = ofDuplicate(routes, route);
            }
            if (problem != null) {
                return Optional.of(new SettingsException(problem, failure));
            }
        }
        return Optional.empty();
    }

    /** Returns the error in a failure that occurred while a file was loaded. */
    static SettingsException inFile(CamelContext context, String file, Throwable failure) {
        return find(context, failure)
                .orElseGet(() -> new SettingsException(
                        "route file " + file + " cannot be used: " + rootMessage(failure)
                                + ": correct it by the files that come with Trailbridge",
                        failure));
    }

    private static String ofYaml(MarkedYamlEngineException yaml) {
        Mark mark = yaml.getProblemMark().or(yaml::getContextMark).orElse(null);
        String place = mark == null
                ? ""
                : mark.getName().replaceFirst("^file:", "") + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1)
                        + ": ";
        String problem = yaml.getProblem() == null ? yaml.getMessage() : yaml.getProblem();
        return place + OneLine.of(problem) + ": correct the YAML there; names of steps and of their keys are those of"
                + " Camel's YAML DSL";
    }

    private static String ofRoute(List<RouteDefinition> routes, FailedToCreateRouteException failure) {
        RouteDefinition route = routes.stream()
                .filter(one -> one.getRouteId().equals(failure.getRouteId()))
                .findFirst()
                .orElse(null);
        String place = route == null ? "route " + failure.getRouteId() : place(route, failure);
        return place + ": " + reason(failure.getCause() == null ? failure : failure.getCause());
    }

    /**
     * Returns the place of an error. Camel reports the step as text; without a step it is the route's first endpoint.
     */
    private static String place(RouteDefinition route, FailedToCreateRouteException failure) {
        Matcher text = STEP.matcher(failure.getMessage());
        if (!text.find()) {
            FromDefinition from = route.getInput();
            return from == null ? RoutePlace.of(route) : RoutePlace.of(route, from);
        }
        for (ProcessorDefinition<?> step : RoutePlace.steps(route)) {
            if (step.toString().equals(text.group(1))) {
                return RoutePlace.of(route, innermost(step, culprit(failure)));
            }
        }
        return RoutePlace.of(route) + ", step " + OneLine.of(text.group(1));
    }

    /**
     * Returns the step that is meant: Camel names the outermost step, but the error is in the nested one that contains
     * the text.
     */
    private static ProcessorDefinition<?> innermost(ProcessorDefinition<?> step, String culprit) {
        ProcessorDefinition<?> meant = step;
        for (ProcessorDefinition<?> inner : RoutePlace.steps(step)) {
            meant = culprit != null && inner.getLabel().contains(culprit) ? inner : meant;
        }
        return meant;
    }

    private static String culprit(Throwable failure) {
        for (Throwable cause : CauseChain.of(failure)) {
            if (cause instanceof SimpleIllegalSyntaxException wrong) {
                return wrong.getExpression();
            } else if (cause instanceof NoSuchBeanException missing) {
                return missing.getName();
            } else if (cause instanceof ResolveEndpointFailedException endpoint) {
                return endpoint.getUri().replaceFirst("://", ":");
            }
        }
        return null;
    }

    private static String reason(Throwable failure) {
        for (Throwable cause : CauseChain.of(failure)) {
            if (cause instanceof SimpleIllegalSyntaxException wrong) {
                return "the expression '" + OneLine.of(wrong.getExpression()) + "' is wrong at character "
                        + (wrong.getIndex() + 1) + " ("
                        + OneLine.of(wrong.getMessage().lines().findFirst().orElse(""))
                        + "): correct the expression";
            } else if (cause instanceof PropertyBindingException wrong) {
                return "option " + wrong.getPropertyName() + "=" + OneLine.of(String.valueOf(wrong.getValue()))
                        + " cannot be set (" + rootMessage(wrong) + "): correct the option";
            } else if (cause instanceof NoSuchBeanException missing) {
                return "there is nothing named '" + missing.getName() + "': correct the name by the routes that come"
                        + " with Trailbridge; the step of a sink is there when the sink is on";
            } else if (cause instanceof ResolveEndpointFailedException && cause.getCause() == null) {
                return endpoint(cause.getMessage());
            }
        }
        return rootMessage(failure) + ": correct the step";
    }

    /** Returns the reason in Camel's message about options that an endpoint does not have. */
    private static String endpoint(String message) {
        Matcher unknown = Pattern.compile("Unknown parameters=\\[\\{(.*)}]").matcher(message);
        return unknown.find()
                ? "its endpoint has no option " + OneLine.of(unknown.group(1)) + ": correct its name, or remove it"
                : OneLine.of(message) + ": correct the URI";
    }

    private static String ofDuplicate(List<RouteDefinition> routes, FailedToStartRouteException failure) {
        Matcher duplicate = DUPLICATE.matcher(failure.getMessage());
        if (!duplicate.find()) {
            return null;
        }
        String id = duplicate.group(1);
        String places = routes.stream()
                .flatMap(route -> Stream.concat(
                        id.equals(route.getRouteId()) ? Stream.of(RoutePlace.of(route)) : Stream.of(),
                        StreamSupport.stream(RoutePlace.steps(route).spliterator(), false)
                                .filter(step -> id.equals(step.getId()))
                                .map(step -> RoutePlace.of(route, step))))
                .collect(Collectors.joining(" and "));
        return places + ": both have the id '" + id + "': give each route and step its own id";
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = CauseChain.root(failure);
        return OneLine.of(root.getMessage() == null ? root.toString() : root.getMessage());
    }
}

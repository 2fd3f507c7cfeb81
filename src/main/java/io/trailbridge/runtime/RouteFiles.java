package io.trailbridge.runtime;

import io.trailbridge.pipeline.RoutePlace;
import io.trailbridge.settings.SettingsException;
import io.trailbridge.sinks.SinkDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.apache.camel.component.azure.eventhubs.EventHubsEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Loads every {@code *.camel.yaml} of a folder, in the order of their names, and checks that every source is read. */
final class RouteFiles {
    private static final String ENDING = ".camel.yaml";

    private RouteFiles() {}

    /**
     * Loads the route files.
     *
     * @throws SettingsException naming the file and the error in it
     */
    static List<Resource> load(CamelContext context, Path folder) {
        List<Resource> loaded = new ArrayList<>();
        Map<String, Set<String>> ids = new LinkedHashMap<>();
        for (Path file : files(folder)) {
            try {
                Resource resource = ResourceHelper.resolveMandatoryResource(context, "file:" + file.toAbsolutePath());
                PluginHelper.getRoutesLoader(context).loadRoutes(resource);
                loaded.add(resource);
                ids.put(resource.getLocation(), idsIn(context, resource));
                checkThatNoneIsInAnotherFile(resource, ids);
            } catch (Exception broken) {
                throw RouteProblem.inFile(context, file.toString(), broken);
            }
        }
        return loaded;
    }

    /** Returns the ids of the routes that a file defines. */
    static Set<String> idsIn(CamelContext context, Resource file) {
        return ((ModelCamelContext) context)
                .getRouteDefinitions().stream()
                        .filter(route -> RoutePlace.file(route).equals(RoutePlace.file(file)))
                        .map(RouteDefinition::getRouteId)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Checks that no other file has a route with the same id, because Camel lets a route replace any other route with
     * its id.
     *
     * @param ids the ids of each file by its location, including this file
     * @throws SettingsException if a route of the file has the id of one in another file
     */
    static void checkThatNoneIsInAnotherFile(Resource file, Map<String, Set<String>> ids) {
        ids.forEach((other, taken) -> taken.stream()
                .filter(id -> !other.equals(file.getLocation())
                        && ids.get(file.getLocation()).contains(id))
                .forEach(id -> {
                    throw new SettingsException(RoutePlace.file(file) + ": route " + id + " has the id of one in "
                            + other.replaceFirst("^file:", "") + " and would replace it: give it another id,"
                            + " or remove one of them");
                }));
    }

    /**
     * Checks that the path is a folder.
     *
     * @throws SettingsException if it is not
     */
    static void mustBeFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SettingsException(
                    "there is no folder " + folder + ": name the folder of the route files with --routes");
        }
    }

    private static List<Path> files(Path folder) {
        List<Path> yaml;
        try (Stream<Path> all = Files.list(folder)) {
            yaml = all.filter(file -> name(file).toLowerCase(Locale.ROOT).matches("[^.].*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new SettingsException("cannot read the folder of routes " + folder + ": " + unreadable, unreadable);
        }
        List<Path> files =
                yaml.stream().filter(file -> name(file).endsWith(ENDING)).toList();
        if (files.size() < yaml.size()) {
            String others = yaml.stream()
                    .filter(file -> !files.contains(file))
                    .map(Path::toString)
                    .collect(Collectors.joining(", "));
            throw new SettingsException(others + " would not be loaded: give the name of a route file the ending "
                    + ENDING + ", or move it out of the folder");
        }
        if (files.isEmpty()) {
            throw new SettingsException("there is no route file (*" + ENDING + ") in " + folder
                    + ": name the folder of the route files with --routes");
        }
        return files;
    }

    /**
     * Checks that a route reads the Event Hub, and one the queue of each sink that is on: a queue that nothing reads
     * only fills up.
     *
     * @throws SettingsException naming the sources that no route reads
     */
    static void checkThatAllIsRead(CamelContext context, Sinks sinks, Path folder) {
        List<Endpoint> sources =
                context.getRoutes().stream().map(Route::getEndpoint).toList();
        List<String> problems = new ArrayList<>();
        if (sources.stream().noneMatch(EventHubsEndpoint.class::isInstance)) {
            problems.add("no route in " + folder + " reads the Event Hub (from azure-eventhubs): put ingest-defender"
                    + ENDING + " there");
        }
        Set<String> read = sources.stream()
                .filter(Sqs2Endpoint.class::isInstance)
                .map(Sqs2Endpoint.class::cast)
                .flatMap(source -> Stream.ofNullable(source.getConfiguration().getQueueUrl()))
                .collect(Collectors.toSet());
        for (SinkDefinition sink : Catalog.SINKS) {
            if (sinks.has(sink) && !read.contains(sinks.queueUrl(sink))) {
                problems.add("no route in " + folder + " reads the queue of the sink " + sink.id()
                        + " (from aws2-sqs with queueUrl " + sinks.queueUrl(sink) + "): put " + sink.routeId() + ENDING
                        + " there, or unset " + sink.queue().names());
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}

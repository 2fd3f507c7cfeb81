package io.trailbridge.runtime;

import io.trailbridge.fault.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads route files when they are edited. Camel removes the old route before it knows whether the new one can be built.
 * This class reports a file that cannot be used, and runs its last valid content again. Called by the one thread that
 * watches the folder.
 */
final class RouteReload extends RouteWatcherReloadStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

    private final Map<String, byte[]> lastGood = new HashMap<>();
    private final Map<String, Set<String>> ids = new HashMap<>();

    private final Path folder;
    private final Sinks sinks;

    private RouteReload(Path folder, Sinks sinks) {
        super(folder.toString());
        this.folder = folder;
        this.sinks = sinks;
        setPattern("*.camel.yaml");
        setRemoveAllRoutes(false);
    }

    /** Starts watching the folder. */
    static void watch(CamelContext context, Path folder, List<Resource> loaded, Sinks sinks) {
        RouteReload reload = new RouteReload(folder, sinks);
        reload.remember(context, loaded);
        try {
            context.addService(reload);
        } catch (Exception failed) {
            throw new IllegalStateException("the folder of routes " + folder + " cannot be watched", failed);
        }
    }

    @Override
    protected void onRouteReload(Collection<Resource> resources, boolean removeEverything) {
        try {
            super.onRouteReload(resources, removeEverything);
            checkIds(resources);
            RouteFiles.checkThatAllIsRead(getCamelContext(), sinks, folder);
            remember(getCamelContext(), resources);
        } catch (Exception broken) {
            String files = resources.stream().map(Resource::getLocation).collect(Collectors.joining(", "));
            LOG.error(
                    "edited routes not used, the former ones keep running files={} cause={}",
                    OneLine.of(files),
                    OneLine.of(RouteProblem.inFile(getCamelContext(), files, broken)
                            .getMessage()));
            restore(resources);
        }
    }

    private void checkIds(Collection<Resource> resources) {
        Map<String, Set<String>> now = new HashMap<>(ids);
        resources.forEach(resource -> now.put(resource.getLocation(), RouteFiles.idsIn(getCamelContext(), resource)));
        resources.forEach(resource -> RouteFiles.checkThatNoneIsInAnotherFile(resource, now));
    }

    /** Restores the last valid content, including routes of other files that the edit has replaced. */
    private void restore(Collection<Resource> resources) {
        List<String> edited = resources.stream().map(Resource::getLocation).toList();
        List<Resource> former = new ArrayList<>();
        lastGood.forEach((location, content) -> {
            Resource resource = ResourceHelper.fromBytes(location, content);
            if (edited.contains(location)
                    || !RouteFiles.idsIn(getCamelContext(), resource).containsAll(ids.get(location))) {
                former.add(resource);
            }
        });
        try {
            PluginHelper.getRoutesLoader(getCamelContext()).updateRoutes(former);
        } catch (Exception failed) {
            throw new IllegalStateException("the former routes cannot be started again", failed);
        }
    }

    private void remember(CamelContext context, Collection<Resource> resources) {
        for (Resource resource : resources) {
            try (InputStream content = resource.getInputStream()) {
                lastGood.put(resource.getLocation(), content.readAllBytes());
                ids.put(resource.getLocation(), RouteFiles.idsIn(context, resource));
            } catch (IOException unreadable) {
                LOG.warn(
                        "route file not kept for a broken edit file={} cause={}",
                        OneLine.of(resource.getLocation()),
                        OneLine.of(unreadable.toString()));
            }
        }
    }
}

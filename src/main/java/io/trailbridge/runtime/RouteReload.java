package io.trailbridge.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads route files when they are edited. Camel takes the old route out before it knows whether the new one can be
 * built; here a file that cannot be used is said so, and what it last held runs again. Called by the one thread that
 * watches the folder.
 */
final class RouteReload extends RouteWatcherReloadStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

    private final Map<String, byte[]> lastGood = new HashMap<>();

    private RouteReload(Path folder) {
        super(folder.toString());
        setPattern("*.camel.yaml");
        setRemoveAllRoutes(false);
    }

    /** Watches the folder from now on. */
    static void watch(CamelContext context, Path folder, List<Resource> loaded) {
        RouteReload reload = new RouteReload(folder);
        reload.remember(loaded);
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
            remember(resources);
        } catch (Exception broken) {
            LOG.error("edited routes not used, the former ones run on files={} cause={}",
                    resources.stream().map(Resource::getLocation).toList(), RouteFiles.rootMessage(broken));
            restore(resources);
        }
    }

    private void restore(Collection<Resource> resources) {
        List<Resource> former = new ArrayList<>();
        for (Resource resource : resources) {
            byte[] content = lastGood.get(resource.getLocation());
            if (content != null) {
                former.add(ResourceHelper.fromBytes(resource.getLocation(), content));
            }
        }
        try {
            PluginHelper.getRoutesLoader(getCamelContext()).updateRoutes(former);
        } catch (Exception failed) {
            throw new IllegalStateException("the former routes cannot be started again", failed);
        }
    }

    private void remember(Collection<Resource> resources) {
        for (Resource resource : resources) {
            try (InputStream content = resource.getInputStream()) {
                lastGood.put(resource.getLocation(), content.readAllBytes());
            } catch (IOException unreadable) {
                LOG.warn("route file not kept for a broken edit file={} cause={}", resource.getLocation(), unreadable.toString());
            }
        }
    }
}

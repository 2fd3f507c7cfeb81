package io.trailbridge.runtime;

import io.trailbridge.routes.UnsafeRouteException;
import io.trailbridge.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Loads every {@code *.camel.yaml} of a folder, in the order of their names. */
final class RouteFiles {
    private RouteFiles() {}

    /**
     * @throws SettingsException naming the file and what is wrong with it
     */
    static List<Resource> load(CamelContext context, Path folder) {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().endsWith(".camel.yaml")).sorted().toList();
        } catch (IOException unreadable) {
            throw new SettingsException("cannot read the folder of routes " + folder + ": " + unreadable, unreadable);
        }
        if (files.isEmpty()) {
            throw new SettingsException("there is no route file (*.camel.yaml) in " + folder
                    + ": name the folder of the route files with --routes");
        }
        List<Resource> loaded = new ArrayList<>();
        for (Path file : files) {
            try {
                Resource resource = ResourceHelper.resolveMandatoryResource(context, "file:" + file.toAbsolutePath());
                PluginHelper.getRoutesLoader(context).loadRoutes(resource);
                loaded.add(resource);
            } catch (UnsafeRouteException unsafe) {
                throw new SettingsException(file + ": " + unsafe.getMessage(), unsafe);
            } catch (Exception broken) {
                throw broken("route file " + file, broken);
            }
        }
        return loaded;
    }

    /** Says what is wrong with a route in one line: the message of the root cause. */
    static SettingsException broken(String what, Exception failure) {
        return new SettingsException(what + " cannot be used: " + rootMessage(failure), failure);
    }

    static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.replaceAll("\\s+", " ").strip();
    }
}

package io.trailbridge.cli;

import io.trailbridge.runtime.Bridge;
import io.trailbridge.runtime.Schedule;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import io.trailbridge.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.logging.log4j.LogManager;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What {@code run} can be told, and what it does: start, work by the mode, stop in order. */
final class RunOptions {
    /** For what follows the grace: last checkpoints, deletes, links. Docker is told to wait 10 s beyond the grace. */
    private static final Duration AFTER_GRACE = Duration.ofSeconds(8);

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Folder of the YAML route files (default: routes beside the jar).")
    private Path routes;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file (default: application.properties beside the jar, if there is one).")
    private Path config;

    int run() throws Exception {
        Settings settings = Settings.load(configFile(), System.getenv(), System.getProperties());
        Logs.configure(settings);
        settings.unknownEnvironment().forEach(name -> LoggerFactory.getLogger(RunOptions.class)
                .warn("environment name {} is not a setting of Trailbridge and does nothing", name));
        String mode = settings.oneOf(Setting.MODE, "continuous", "drain", "scheduled");
        Schedule schedule = new Schedule(settings.duration(Setting.SCHEDULE));
        try (Bridge bridge = new Bridge(settings, routesFolder())) {
            LastResort.install(bridge);
            StopLimit limit = new StopLimit(
                    settings.duration(Setting.STOP_GRACE).plus(AFTER_GRACE), Runtime.getRuntime()::halt);
            Thread hook = new Thread(() -> stopOnSignal(bridge, limit), "stop-on-signal");
            bridge.init();
            Runtime.getRuntime().addShutdownHook(hook);
            switch (mode) {
                case "drain" -> bridge.drain();
                case "scheduled" -> schedule.run(bridge);
                default -> bridge.run();
            }
            bridge.close();
            removeHook(hook);
        }
        return 0;
    }

    private static void stopOnSignal(Bridge bridge, StopLimit limit) {
        limit.begin();
        int code = OneLineErrors.FAILURE;
        try {
            bridge.close();
            code = 0;
        } finally {
            LogManager.shutdown();
            Runtime.getRuntime().halt(code);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            LoggerFactory.getLogger(RunOptions.class).debug("stopping by signal");
        }
    }

    private Path configFile() {
        if (config != null) {
            return config;
        }
        Path beside = Home.directory().resolve("application.properties");
        return Files.isRegularFile(beside) ? beside : null;
    }

    private Path routesFolder() {
        Path folder = routes == null ? Home.directory().resolve("routes") : routes;
        if (!Files.isDirectory(folder)) {
            throw new SettingsException("there is no folder " + folder + ": name the folder of the route files with --routes");
        }
        return folder;
    }
}

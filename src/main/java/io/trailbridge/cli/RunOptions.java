package io.trailbridge.cli;

import io.trailbridge.fault.OneLine;
import io.trailbridge.runtime.Bridge;
import io.trailbridge.runtime.Catalog;
import io.trailbridge.runtime.PlainEndpoints;
import io.trailbridge.runtime.Schedule;
import io.trailbridge.settings.Mode;
import io.trailbridge.settings.Setting;
import io.trailbridge.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The options of {@code run}, and its work: start, run according to the mode, stop in order. */
final class RunOptions {
    /**
     * Time after the grace period for the last checkpoints, deletes and links. Docker is configured to wait 10 s longer
     * than the grace period.
     */
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
        Settings settings = Catalog.load(configFile(), System.getenv(), System.getProperties());
        Logs.configure(settings);
        settings.unknownEnvironment()
                .forEach(name -> LoggerFactory.getLogger(RunOptions.class)
                        .warn(
                                "environment name {} is not a setting of Trailbridge and does nothing",
                                OneLine.of(name)));
        PlainEndpoints.warn(System.getenv(), System.getProperties());
        try (Bridge bridge =
                new Bridge(settings, routes == null ? Home.directory().resolve("routes") : routes)) {
            LastResort.install(bridge);
            bridge.init();
            AtomicInteger code = new AtomicInteger();
            StopLimit limit =
                    new StopLimit(settings.duration(Setting.STOP_GRACE).plus(AFTER_GRACE), Runtime.getRuntime()::halt);
            Thread hook = new Thread(() -> stopOnSignal(bridge, code, limit), "stop-on-signal");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                switch (Mode.of(settings)) {
                    case DRAIN -> bridge.drain();
                    case SCHEDULED -> new Schedule(settings.duration(Setting.SCHEDULE)).run(bridge);
                    case CONTINUOUS -> bridge.run();
                }
            } catch (Throwable failure) {
                code.set(OneLineErrors.FAILURE);
                throw failure;
            } finally {
                bridge.close();
                removeHook(hook);
            }
        }
        return 0;
    }

    /** Waits for the stop, whoever began it. A failure that occurred before the signal keeps its exit code. */
    private static void stopOnSignal(Bridge bridge, AtomicInteger code, StopLimit limit) {
        limit.begin();
        int ended = OneLineErrors.FAILURE;
        try {
            bridge.close();
            ended = code.get();
        } finally {
            LogManager.shutdown();
            Runtime.getRuntime().halt(ended);
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
}

package io.trailbridge.cli;

import io.trailbridge.fault.Workers;
import io.trailbridge.memory.HeapWatch;
import io.trailbridge.memory.OutOfMemory;
import io.trailbridge.runtime.Bridge;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * Handles errors that no code can handle: the process ends when it is out of memory, and liveness is down when a thread
 * of Trailbridge has died.
 *
 * <p>Each place that sees such an error is needed. Threads end because of it; Reactor passes it to its own handler;
 * other libraries catch and log it; Camel makes it the failure of an exchange, which the Camel context reports itself.
 */
final class LastResort {
    private LastResort() {}

    static void install(Bridge bridge) {
        OutOfMemory.endsTheProcess();
        HeapWatch.start();
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            OutOfMemory.check(error);
            LoggerFactory.getLogger(LastResort.class).error("thread={} ended by an error", thread.getName(), error);
        });
        Workers.onDeath((thread, error) -> {
            OutOfMemory.check(error);
            bridge.workerDied(thread, error);
        });
        Schedulers.onHandleError("trailbridge", (thread, error) -> OutOfMemory.check(error));
        LoggerContext logging = (LoggerContext) LogManager.getContext(false);
        LoggedErrors logged = new LoggedErrors();
        logged.start();
        logging.getConfiguration().getRootLogger().addAppender(logged, null, null);
        logging.updateLoggers();
    }

    /** Writes nothing; checks errors that others have caught and logged. */
    private static final class LoggedErrors extends AbstractAppender {
        LoggedErrors() {
            super("logged-errors", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            OutOfMemory.check(event.getThrown());
        }
    }
}

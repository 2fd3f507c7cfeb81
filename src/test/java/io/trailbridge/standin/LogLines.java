package io.trailbridge.standin;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** The lines that a logger and those below it write at INFO and above, until closed. Safe for use by any thread. */
public final class LogLines implements AutoCloseable {
    private final List<LogEvent> events = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level level;
    private final AbstractAppender appender = new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
            if (event.getLevel().isMoreSpecificThan(Level.INFO)) {
                events.add(event.toImmutable());
            }
        }
    };

    private LogLines(Logger logger) {
        this.logger = logger;
        level = logger.getLevel();
        appender.start();
        logger.addAppender(appender);
        // After the appender: adding one gives the logger the level of its configuration again.
        if (!logger.isInfoEnabled()) {
            logger.setLevel(Level.INFO);
        }
    }

    /** Those of one class. */
    public static LogLines of(Class<?> writer) {
        return new LogLines((Logger) LogManager.getLogger(writer));
    }

    /** Those of a logger that is named after no class. */
    public static LogLines of(String logger) {
        return new LogLines((Logger) LogManager.getLogger(logger));
    }

    /** Those of the whole process, each library at the level that the log's configuration gives it. */
    public static LogLines ofAll() {
        return new LogLines((Logger) LogManager.getRootLogger());
    }

    /** The messages, without time, level and logger. */
    public List<String> lines() {
        return events.stream()
                .map(event -> event.getMessage().getFormattedMessage())
                .toList();
    }

    /** How many lines an operator would see: a stack trace is a line for each of its frames. */
    public int shown() {
        return events.stream().mapToInt(event -> 1 + frames(event.getThrown())).sum();
    }

    @Override
    public void close() {
        logger.removeAppender(appender);
        logger.setLevel(level);
        appender.stop();
    }

    private static int frames(Throwable thrown) {
        int lines = 0;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            lines += 1 + cause.getStackTrace().length;
        }
        return lines;
    }
}

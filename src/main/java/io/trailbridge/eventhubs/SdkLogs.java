package io.trailbridge.eventhubs;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;

/**
 * Suppresses log output of the SDK's libraries that bypasses the log configuration, for the whole process. Their
 * failures reach the callers, which report them once and with a code. log4j2.xml configures the libraries' own loggers.
 */
final class SdkLogs {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SdkLogs.class);
    /** The AMQP engine logs through java.util.logging, which forgets the level of a logger that is not referenced. */
    private static final Logger AMQP = Logger.getLogger("org.apache.qpid.proton");

    private SdkLogs() {}

    /** May be called more than once. */
    static void quiet() {
        AMQP.setLevel(Level.OFF);
        // By default Reactor logs a stack trace at ERROR. A dropped error has already been delivered to somebody.
        Hooks.onErrorDropped(dropped -> LOG.debug("an SDK reported an error again", dropped));
    }
}

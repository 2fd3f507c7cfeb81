package io.trailbridge.eventhubs;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;

/**
 * Keeps out of the log what the SDK's libraries write past its configuration, for the whole process. What they fail at
 * reaches who called them, and is said once and with a code there. Their own loggers are log4j2.xml's to rule.
 */
final class SdkLogs {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SdkLogs.class);
    /** The AMQP engine logs by java.util.logging, which forgets the level of a logger that nobody holds. */
    private static final Logger AMQP = Logger.getLogger("org.apache.qpid.proton");

    private SdkLogs() {
    }

    /** May be called more than once. */
    static void quiet() {
        AMQP.setLevel(Level.OFF);
        // By default a stack trace at ERROR. What is dropped had been given to somebody before.
        Hooks.onErrorDropped(dropped -> LOG.debug("an SDK reported an error again", dropped));
    }
}

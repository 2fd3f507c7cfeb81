package io.trailbridge.cli;

import io.trailbridge.fault.OneLine;
import io.trailbridge.settings.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Prints failures. A bad configuration is one line per error and exit code 2. Any other failure is one line and exit
 * code 1, with its stack trace in the log: at DEBUG if the line describes the cause, at ERROR if only the stack trace
 * does.
 */
final class OneLineErrors implements IExecutionExceptionHandler {
    static final int FAILURE = 1;
    static final int BAD_CONFIGURATION = 2;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof SettingsException wrong) {
            wrong.problems().forEach(problem -> command.getErr().println("trailbridge: " + OneLine.joined(problem)));
            return BAD_CONFIGURATION;
        }
        Logger log = LoggerFactory.getLogger(OneLineErrors.class);
        if (failure instanceof IllegalStateException && failure.getMessage() != null) {
            log.debug("stopped by a failure", failure);
            command.getErr().println("trailbridge: " + OneLine.joined(failure.getMessage()));
        } else {
            log.error("stopped by a failure", failure);
            command.getErr().println("trailbridge: " + OneLine.joined(failure.toString()));
        }
        return FAILURE;
    }
}

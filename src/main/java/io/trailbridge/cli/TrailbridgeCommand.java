package io.trailbridge.cli;

import io.trailbridge.runtime.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** The command line. Without a subcommand it runs the routes. Exit codes: 0 done, 1 failure, 2 bad configuration. */
@Command(
        name = "trailbridge",
        description = "Carries Microsoft Defender for Cloud events from Azure Event Hubs into AWS, losing none.",
        mixinStandardHelpOptions = true,
        versionProvider = TrailbridgeCommand.VersionLine.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:failure", "2:bad configuration or command line"},
        subcommands = RunCommand.class)
public final class TrailbridgeCommand implements Callable<Integer> {
    @Mixin
    private RunOptions run;

    private TrailbridgeCommand() {}

    /** Runs the command that these arguments give, to its end, and returns the exit code. */
    public static int execute(String... arguments) {
        return new CommandLine(new TrailbridgeCommand())
                .setExecutionExceptionHandler(new OneLineErrors())
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        return run.run();
    }

    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"trailbridge " + Version.current()};
        }
    }
}

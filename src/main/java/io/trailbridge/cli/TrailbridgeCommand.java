package io.trailbridge.cli;

import io.trailbridge.runtime.Version;
import java.io.BufferedWriter;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/**
 * The command line. Without a subcommand it runs the routes. Exit codes: 0 done, 1 failure, 2 bad configuration,
 * 70 out of memory.
 */
@Command(
        name = "trailbridge",
        description = "Delivers Microsoft Defender for Cloud events from Azure Event Hubs to AWS, without loss.",
        mixinStandardHelpOptions = true,
        versionProvider = TrailbridgeCommand.VersionLine.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failure",
            "2:bad configuration or command line",
            "70:out of memory: give 256 MB of heap (-Xmx256m), 512 MB for flow logs, 1 GB for Security Lake, and at"
                    + " least 32 MB for each partition of the hub"
        },
        subcommands = RunCommand.class)
public final class TrailbridgeCommand implements Callable<Integer> {
    @Mixin
    private RunOptions run;

    private TrailbridgeCommand() {}

    /** Runs the command in these arguments to its end, and returns the exit code. */
    public static int execute(String... arguments) {
        return execute(System.in, System.out, System.err, arguments);
    }

    /**
     * Runs a command with other standard streams, for the commands that print results. Text is UTF-8 whatever the
     * locale.
     */
    static int execute(InputStream in, OutputStream out, OutputStream err, String... arguments) {
        CommandLine line = new CommandLine(new TrailbridgeCommand())
                .addSubcommand(new TransformCommand(in))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(utf8(out, false))
                .setErr(utf8(err, true))
                .setExecutionExceptionHandler(new OneLineErrors());
        int code = line.execute(arguments);
        line.getOut().flush();
        line.getErr().flush();
        return code;
    }

    private static PrintWriter utf8(OutputStream stream, boolean flushEachLine) {
        return new PrintWriter(
                new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)), flushEachLine);
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

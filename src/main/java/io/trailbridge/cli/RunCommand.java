package io.trailbridge.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        description = "Runs the routes (the default command); the mode is the setting trailbridge.mode.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private RunOptions run;

    @Override
    public Integer call() throws Exception {
        return run.run();
    }
}

package org.equipoise.local.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.NoStackException;
import org.equipoise.local.demo.DemoCommand;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.stack.EnvironmentException;
import org.equipoise.local.stack.StackLog;
import org.equipoise.local.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: {@code equipoise COMMAND}. */
@Command(
        name = "equipoise",
        description = "Keeps medical image classifiers from answering one class.",
        mixinStandardHelpOptions = true,
        version = "equipoise 0.1.0",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:wrong usage",
            "3:no stack runs, or this machine is not enough for one",
            "4:the run failed, or the gate refused the model"
        },
        commandListHeading = "%nCommands:%n")
public final class Equipoise implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Equipoise() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        StackLog.silence();
        var context = new CliContext(Terminal.system(), Clock.systemUTC(), System.getenv());
        System.exit(run(context, arguments));
    }

    /** Runs one command. */
    static int run(CliContext context, String... arguments) {
        return commandLine(context).execute(arguments);
    }

    private static CommandLine commandLine(CliContext context) {
        Terminal terminal = context.terminal();
        var line = new CommandLine(new Equipoise())
                .addSubcommand(new DemoCommand(terminal, context.clock()))
                .addSubcommand(new UpCommand(context))
                .addSubcommand(new ImportCommand(context))
                .addSubcommand(new TrainCommand(context))
                .addSubcommand(new LabelsCommand(context))
                .addSubcommand(new PredictCommand(context))
                .addSubcommand(new ModelsCommand(context))
                .addSubcommand(new RecipeCommand(context))
                .addSubcommand(new RollbackCommand(context))
                .addSubcommand(new RegisterCommand(context))
                .addSubcommand(new StatusCommand(context))
                .addSubcommand(new TraceCommand(context));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.interactive() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, terminal));
        return line;
    }

    private static int failed(Exception e, Terminal terminal) {
        terminal.problem("%s", String.valueOf(e.getMessage()));
        if (e instanceof UsageException) {
            return ExitCodes.USAGE;
        }
        if (e instanceof NoStackException || e instanceof EnvironmentException) {
            return ExitCodes.NO_STACK;
        }
        boolean expected = e instanceof SetException || e instanceof ClientException;
        if (!expected) {
            terminal.problem(
                    "  (%s at %s)", e.getClass().getName(), e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?");
        }
        return ExitCodes.FAILED;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do");
    }
}

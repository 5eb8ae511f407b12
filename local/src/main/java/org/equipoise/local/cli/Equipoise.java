package org.equipoise.local.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import org.equipoise.local.demo.DemoCommand;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.stack.Disk;
import org.equipoise.local.stack.StackLog;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code equipoise COMMAND}. */
@Command(
        name = "equipoise",
        description = "Keeps medical image classifiers from answering one class.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:wrong usage",
            "3:no stack runs, or this machine is not enough for one",
            "4:the run failed, or the gate refused the model"
        },
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExample:%n",
        footer = "  equipoise demo")
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
        try {
            int code = commandLine(context).execute(arguments);
            if (code == ExitCodes.OK && !context.terminal().arrived()) {
                context.terminal()
                        .problem("what was to be printed did not arrive whole: standard output is full or closed");
                return ExitCodes.FAILED;
            }
            return code;
        } catch (OutOfMemoryError e) {
            context.terminal()
                    .problem("there is not enough memory for this: EQUIPOISE_JAVA_OPTS=-Xmx4g before it gives it more");
            return ExitCodes.FAILED;
        }
    }

    /** The commands, as they are parsed. */
    static CommandLine commandLine(CliContext context) {
        Terminal terminal = context.terminal();
        var line = new CommandLine(new Equipoise())
                .addSubcommand(new DemoCommand(terminal, context.clock()))
                .addSubcommand(new UpCommand(context))
                .addSubcommand(new ImportCommand(context))
                .addSubcommand(new TrainCommand(context))
                .addSubcommand(new LabelsCommand(context))
                .addSubcommand(new ReadingsCommand(context))
                .addSubcommand(new SynonymsCommand(context))
                .addSubcommand(new DiffCommand(context))
                .addSubcommand(new ExportCommand(context))
                .addSubcommand(new ForgetCommand(context))
                .addSubcommand(new EraseCommand(context, System.in))
                .addSubcommand(new PredictCommand(context))
                .addSubcommand(new ModelsCommand(context))
                .addSubcommand(new RecipeCommand(context))
                .addSubcommand(new AugmentPreviewCommand(context))
                .addSubcommand(new PromoteCommand(context))
                .addSubcommand(new RollbackCommand(context))
                .addSubcommand(new RegisterCommand(context))
                .addSubcommand(new CommandLine(new BackboneCommand())
                        .addSubcommand(new BackboneCommand.Add(context))
                        .addSubcommand(new BackboneCommand.Listing(context)))
                .addSubcommand(new DiagnoseCommand(context))
                .addSubcommand(new CommandLine(new RoutesCommand()).addSubcommand(new RoutesCommand.Check(context)))
                .addSubcommand(new StatusCommand(context))
                .addSubcommand(new TraceCommand(context))
                .addSubcommand(new CommandLine.HelpCommand())
                .addSubcommand(new VersionCommand(terminal));
        line.getCommandSpec().versionProvider(new VersionCommand(terminal));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.interactive() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((e, arguments) -> wrong(e, terminal));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command, terminal));
        return line;
    }

    /** One line about what is wrong, what was perhaps meant, and an example. */
    private static int wrong(ParameterException e, Terminal terminal) {
        // Picocli says "option" twice of an option that takes KEY=VALUE.
        terminal.problem("%s", Failure.sentence(e).replace("option option ", "option "));
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> meant = unmatched.getSuggestions();
            if (!meant.isEmpty()) {
                terminal.problem("Did you mean %s?", String.join(" or ", meant));
            }
        }
        example(e.getCommandLine(), terminal);
        return ExitCodes.USAGE;
    }

    private static void example(CommandLine command, Terminal terminal) {
        for (String example : command.getCommandSpec().usageMessage().footer()) {
            terminal.problem("Example: %s", example.strip().replaceFirst("^equipoise", Next.program()));
        }
        String name = command.getCommandSpec().qualifiedName().replaceFirst("^equipoise", "help");
        terminal.problem("\"%s %s\" says more.", Next.program(), name);
    }

    private static int failed(Exception e, CommandLine command, Terminal terminal) {
        Failure failure = Failure.of(e);
        terminal.problem("%s", failure.sentence());
        if (failure.exitCode() == ExitCodes.USAGE) {
            example(command, terminal);
            return failure.exitCode();
        }
        Path home = home(command);
        Disk.full(home)
                .filter(full -> !full.equals(failure.sentence()))
                .ifPresent(full -> terminal.problem("%s", full));
        if (!failure.expected()) {
            keep(e, home.resolve("logs/last-failure.txt"), terminal);
        }
        return failure.exitCode();
    }

    private static Path home(CommandLine command) {
        Path given = command.getParseResult().matchedOptionValue("--home", (Path) null);
        return given == null ? new HomeOption().path() : given.toAbsolutePath().normalize();
    }

    /** For whoever is asked about it; the one before is replaced. */
    private static void keep(Exception e, Path file, Terminal terminal) {
        try {
            Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
            var text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            Files.writeString(file, text.toString());
            terminal.problem("It is a fault of Equipoise; its details are in %s", file);
        } catch (IOException unwritten) {
            terminal.problem("It is a fault of Equipoise, and its details could not be written to %s", file);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: import, train, predict, ...");
    }
}

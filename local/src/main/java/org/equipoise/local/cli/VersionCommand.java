package org.equipoise.local.cli;

import java.util.concurrent.Callable;

import org.equipoise.local.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code equipoise version}: which Equipoise on which Java. */
@Command(
        name = "version",
        description = "Prints the versions of Equipoise and of the Java that runs it.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise version",
        mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer>, IVersionProvider {

    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.say("%s", line());
        return ExitCodes.OK;
    }

    @Override
    public String[] getVersion() {
        return new String[] {line()};
    }

    /** The jar's manifest has the version; classes that were not packed have none. */
    private static String line() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return "equipoise " + (version == null ? "(not packaged)" : version) + ", Java "
                + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }
}

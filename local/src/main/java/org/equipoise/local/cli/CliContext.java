package org.equipoise.local.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import org.equipoise.local.client.StackConnection;
import org.equipoise.local.terminal.Terminal;

/**
 * What every command has.
 *
 * @param environment of this process
 */
public record CliContext(Terminal terminal, Clock clock, Map<String, String> environment) {

    public CliContext {
        environment = Map.copyOf(environment);
    }

    /** The stack that this command is to talk to. */
    StackConnection connection(Path home) {
        return StackConnection.find(home, environment);
    }
}

package org.equipoise.local.options;

import java.time.Duration;

import org.equipoise.local.stack.StackOptions;
import picocli.CommandLine.Option;

/** {@code --start-within}, of the commands that start the stack. */
public final class StartOption {

    @Option(
            names = "--start-within",
            defaultValue = StackOptions.START_SECONDS,
            paramLabel = "SECONDS",
            description = "give up when the services are not ready by then (default: ${DEFAULT-VALUE})")
    private int startWithin;

    /** As given; out of range is wrong usage. */
    public Duration within() {
        Ranges.require(
                "--start-within", startWithin, StackOptions.LEAST_START_SECONDS, StackOptions.MOST_START_SECONDS);
        return Duration.ofSeconds(startWithin);
    }
}

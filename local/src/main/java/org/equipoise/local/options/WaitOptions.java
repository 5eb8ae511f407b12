package org.equipoise.local.options;

import java.time.Duration;

import picocli.CommandLine.Option;

/** {@code --patience} and {@code --retry}, of the commands that send images and wait for what becomes of them. */
public final class WaitOptions {

    @Option(
            names = "--patience",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "give up when no image is dealt with for this long (default: ${DEFAULT-VALUE})")
    private int patience = 120;

    @Option(
            names = "--retry",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "go on trying while S3 or Kafka are away for this long (default: ${DEFAULT-VALUE})")
    private int retry = 120;

    /** Wrong usage where a number is out of its range. */
    public void check() {
        Ranges.require("--patience", patience, 1, Ranges.SECONDS_OF_A_DAY);
        Ranges.require("--retry", retry, 0, Ranges.SECONDS_OF_A_DAY);
    }

    /** How long nothing may happen. */
    public Duration patience() {
        return Duration.ofSeconds(patience);
    }

    /** How long S3 and Kafka may be away. */
    public Duration retry() {
        return Duration.ofSeconds(retry);
    }
}

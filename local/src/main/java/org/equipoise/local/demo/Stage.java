package org.equipoise.local.demo;

import java.time.Clock;
import java.time.Duration;

import org.equipoise.local.client.StackConnection;
import org.equipoise.local.terminal.Terminal;

/**
 * Where the acts are played.
 *
 * @param name of this run's dataset and model; new for every run, so that runs do not meet
 * @param modality DICOM modality of the images
 */
record Stage(Terminal terminal, StackConnection connection, Clock clock, String name, String modality, long seed) {

    /** How long a service may be silent before the demonstration gives up. */
    static final Duration PATIENCE = Duration.ofSeconds(300);

    void say(String text) {
        terminal.say("%s", text);
    }

    void table(Iterable<String> lines) {
        lines.forEach(line -> terminal.say("%s", "    " + line));
    }
}

package org.equipoise.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.local.client.Progress;
import org.equipoise.local.terminal.Terminal;
import picocli.CommandLine.Option;

/**
 * {@code --json}, the same in every command that has it: one JSON document on standard output and nothing beside it.
 * Problems go to standard error all the same, and the exit code says the same.
 */
public final class JsonOutput {

    @Option(names = "--json", description = "print one JSON document instead of text")
    private boolean wanted;

    /** Whether a program is going to read. */
    public boolean wanted() {
        return wanted;
    }

    /** Where progress is told: nowhere where a program reads. */
    public Progress progress(Terminal terminal) {
        return wanted ? Progress.NONE : terminal;
    }

    /** Prints the document, with names of fields and times as in events. */
    public void print(Terminal terminal, Object document) {
        terminal.say("%s", text(document));
    }

    /** The document as text, likewise. */
    static String text(Object document) {
        try {
            return EventCodec.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "cannot write " + document.getClass().getSimpleName() + " as JSON", e);
        }
    }
}

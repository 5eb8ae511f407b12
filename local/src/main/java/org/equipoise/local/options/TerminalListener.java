package org.equipoise.local.options;

import org.equipoise.local.stack.StackListener;
import org.equipoise.local.terminal.Terminal;

/** Tells a person what happens to the stack. */
public record TerminalListener(Terminal terminal) implements StackListener {

    @Override
    public void message(String text) {
        terminal.say("%s", "  " + text);
    }

    @Override
    public void trouble(String text) {
        terminal.problem("%s", text);
    }
}

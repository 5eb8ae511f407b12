package org.equipoise.local.terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TerminalTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void plainOutputHasNoEscapesAndALineForEachTenth() {
        Terminal terminal = terminal(false);

        for (int i = 0; i <= 200; i++) {
            terminal.report("publishing", i, 200);
        }
        terminal.say("%s", terminal.red("done"));

        assertThat(text()).doesNotContain("\u001b").contains("20 of 200 publishing", "200 of 200 publishing", "done");
        assertThat(text().lines().count()).isEqualTo(11);
    }

    @Test
    void shortWorkIsOnePlainLine() {
        Terminal terminal = terminal(false);

        for (int i = 0; i <= 20; i++) {
            terminal.report("checking", i, 20);
        }

        assertThat(text().lines()).containsExactly("  20 of 20 checking");
    }

    @Test
    void aTerminalShowsABarThatMessagesDoNotGarble() {
        Terminal terminal = terminal(true);

        terminal.report("publishing", 50, 100);
        terminal.say("a message");
        terminal.report("publishing", 100, 100);

        assertThat(text()).contains("[###############...............] 50 of 100", "\r\u001b[2Ka message\n");
        assertThat(text()).endsWith("100 of 100 publishing" + System.lineSeparator());
    }

    @Test
    void tablesPutNumbersToTheRight() {
        var table = new Table("class", "images").row("a", "5").row("benign", "1,000");

        assertThat(table.lines()).containsExactly("class   images", "a            5", "benign   1,000");
    }

    @Test
    void aRowOfAnotherWidthThanTheHeadingsIsRefused() {
        var table = new Table("a", "b");

        assertThat(table.isEmpty()).isTrue();
        assertThatThrownBy(() -> table.row("1")).hasMessageContaining("1 cells for 2 columns");
    }

    @Test
    void aPercentSignInAMessageIsNoFormat() {
        Terminal terminal = terminal(false);

        terminal.say("100 % of a%sb");
        terminal.problem("99 %");

        assertThat(text().lines()).containsExactly("100 % of a%sb", "99 %");
    }

    @Test
    void theNextCommandCanBeTypedAsItStands() {
        Terminal terminal = terminal(false);

        Next.say(terminal, Optional.empty(), "train", "--dataset", "chest");
        Next.say(terminal, Optional.of("/data/my home"), "import", "it's here.zip");

        assertThat(text().lines())
                .containsExactly(
                        "Next: equipoise train --dataset chest",
                        "Next: equipoise import 'it'\\''s here.zip' --home '/data/my home'");
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private Terminal terminal(boolean interactive) {
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Terminal(stream, stream, interactive);
    }

    /** Of a class that is named so that it clears the screen, or turns what follows. */
    @Test
    void namesOfOthersCannotSteerTheTerminal() {
        Terminal terminal = terminal(true);

        terminal.say("%s", "class x\u001b[2J\u009b1m\u0007\r\u202ey, " + terminal.red("lost"));
        terminal.problem("%s", "\u001b]0;owned\u0007");

        assertThat(text())
                .contains("class x?[2J?1m???y, \u001b[31mlost\u001b[0m")
                .doesNotContain("\u001b]");

        terminal(false).say("%s", "\u001b[31mred");
        assertThat(text()).contains("?[31mred");
    }
}

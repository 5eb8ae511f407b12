package org.equipoise.local.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.equipoise.local.options.UsageException;
import org.equipoise.local.sets.ReadingOptions;
import org.equipoise.local.sets.ReadingOptions.Columns;
import org.equipoise.local.sets.ReadingOptions.Masks;
import org.equipoise.local.sets.ReadingOptions.MultiLabel;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SetOptionsTest {

    @Test
    void whatIsNotSaidIsLeftToTheSet() {
        assertThat(parsed()).isEqualTo(ReadingOptions.DEFAULTS);
    }

    @Test
    void whatIsSaidIsPassedOn() {
        ReadingOptions options = parsed(
                "--labels-file", "l.csv",
                "--image-column", "bild",
                "--label-column", "befund",
                "--patient-column", "pid",
                "--split-column", "teil",
                "--encoding", "utf-16le",
                "--no-label", "?, fehlt",
                "--multi-label", "first",
                "--masks", "skip",
                "--patient-level", "2");

        assertThat(options.labelFile()).isEqualTo(Path.of("l.csv"));
        assertThat(options.columns()).isEqualTo(new Columns("bild", "befund", "pid", "teil"));
        assertThat(options.encoding()).isEqualTo(StandardCharsets.UTF_16LE);
        assertThat(options.noLabel()).containsExactlyInAnyOrder("?", "fehlt");
        assertThat(options.multiLabel()).isEqualTo(MultiLabel.FIRST);
        assertThat(options.masks()).isEqualTo(Masks.SKIP);
        assertThat(options.patientLevel()).isEqualTo(2);
    }

    @Test
    void thePathsColumnHasTwoNames() {
        assertThat(parsed("--path-column", "bild").columns()).isEqualTo(new Columns("bild", null, null, null));
    }

    @Test
    void wordsThatNobodyKnowsAreWrongUsage() {
        assertThatThrownBy(() -> parsed("--masks", "burn"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--masks must be one of [refuse, skip, keep], got \"burn\"");
        assertThatThrownBy(() -> parsed("--multi-label", "all")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> parsed("--encoding", "ebcdic-latin-9"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("ebcdic-latin-9");
        assertThatThrownBy(() -> parsed("--patient-level", "-1")).isInstanceOf(UsageException.class);
    }

    private static ReadingOptions parsed(String... arguments) {
        var options = new SetOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("set", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options.reading();
    }
}

package org.equipoise.bench.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Origin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeptScoresTest {

    @TempDir
    private Path folder;

    @Test
    void whatSeveralCallsMeasuredIsKeptByArmAndSeedAndTheLastCallCounts() throws IOException {
        var kept = new KeptScores(folder);
        assertThat(kept.all()).isEmpty();
        kept.keep(model(ShiftArm.PLAIN, 1, 0.7, null));
        kept.keep(model(ShiftArm.PLAIN, 2, 0.8, null));
        kept.keep(model(ShiftArm.BACKBONE, 1, 0.9, "aa fed 0..1"));
        kept.keep(model(ShiftArm.PLAIN, 1, 0.75, null));
        // The benchmark's own report lies beside them.
        Files.writeString(folder.resolve("shift.json"), "{}");

        assertThat(new KeptScores(folder).all())
                .containsExactlyInAnyOrder(
                        model(ShiftArm.PLAIN, 1, 0.75, null),
                        model(ShiftArm.PLAIN, 2, 0.8, null),
                        model(ShiftArm.BACKBONE, 1, 0.9, "aa fed 0..1"));
    }

    @Test
    void scoresOfAnotherBackboneAreNotMixedIn() {
        var kept = new KeptScores(folder);
        kept.keep(model(ShiftArm.PLAIN, 1, 0.7, null));
        kept.keep(model(ShiftArm.BACKBONE, 1, 0.9, "aa"));

        kept.requireSame(ShiftArm.PLAIN, null);
        kept.requireSame(ShiftArm.BACKBONE, "aa");
        assertThatExceptionOfType(UnusableOptionException.class)
                .isThrownBy(() -> kept.requireSame(ShiftArm.BACKBONE, "bb"))
                .withMessageContaining("shift-backbone-alone-1.json holds scores of the pretrained network aa, not of"
                        + " the pretrained network bb");
    }

    @Test
    void aFileThatIsNoResultIsNamed() throws IOException {
        Files.writeString(folder.resolve("shift-auto-1.json"), "{");

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> new KeptScores(folder).all())
                .withMessageContaining("shift-auto-1.json");
    }

    private static ShiftedModel model(ShiftArm arm, long seed, double balanced, @Nullable String backbone) {
        return new ShiftedModel(
                arm,
                seed,
                new Origin("bench/run shift", "2 cores", "abc"),
                backbone,
                List.of(new ShiftScore(arm, DeviceChange.GAIN, seed, 100, balanced, 0.9, null)));
    }
}

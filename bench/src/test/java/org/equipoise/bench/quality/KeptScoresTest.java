package org.equipoise.bench.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
        kept.keep(ShiftArm.PLAIN, 1, List.of(score(ShiftArm.PLAIN, 1, 0.7)));
        kept.keep(ShiftArm.PLAIN, 2, List.of(score(ShiftArm.PLAIN, 2, 0.8)));
        kept.keep(ShiftArm.AUGMENTED, 1, List.of(score(ShiftArm.AUGMENTED, 1, 0.9)));
        kept.keep(ShiftArm.PLAIN, 1, List.of(score(ShiftArm.PLAIN, 1, 0.75)));
        // The benchmark's own report lies beside them.
        Files.writeString(folder.resolve("shift.json"), "{}");

        assertThat(new KeptScores(folder).all())
                .containsExactlyInAnyOrder(
                        score(ShiftArm.PLAIN, 1, 0.75),
                        score(ShiftArm.PLAIN, 2, 0.8),
                        score(ShiftArm.AUGMENTED, 1, 0.9));
    }

    @Test
    void aFileThatIsNoResultIsNamed() throws IOException {
        Files.writeString(folder.resolve("shift-auto-1.json"), "{");

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> new KeptScores(folder).all())
                .withMessageContaining("shift-auto-1.json");
    }

    private static ShiftScore score(ShiftArm arm, long seed, double balanced) {
        return new ShiftScore(arm, DeviceChange.GAIN, seed, 100, balanced, null);
    }
}

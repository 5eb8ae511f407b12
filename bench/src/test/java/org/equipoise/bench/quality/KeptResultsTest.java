package org.equipoise.bench.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Origin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeptResultsTest {

    private static final Study BREAST =
            Study.chosen(List.of("breast"), false, false).get(0);
    private static final Study BLOOD =
            Study.chosen(List.of("none"), false, true).get(0);

    @TempDir
    private Path folder;

    @Test
    void whatSeveralCallsMeasuredIsOneTable() {
        new KeptResults(folder).keep(BLOOD, "auto", QualityTableTest.seed(1, 0.95, "a"));
        new KeptResults(folder).keep(BREAST, "auto", QualityTableTest.seed(1, 0.8, "a"));
        new KeptResults(folder).keep(BREAST, "auto", QualityTableTest.seed(2, 0.9, "b"));

        List<StudyResult> all = new KeptResults(folder).all();

        assertThat(all).extracting(StudyResult::study).containsExactly(BREAST, BLOOD);
        assertThat(all.get(0).values(Metric.ACCURACY)).containsExactly(0.8, 0.9);
        assertThat(all.get(0).origins()).hasSize(2);
    }

    @Test
    void aSeedThatIsTrainedAgainTakesThePlaceOfTheEarlierOne() {
        var kept = new KeptResults(folder);
        kept.keep(BREAST, "auto", QualityTableTest.seed(1, 0.8, "a"));
        kept.keep(BREAST, "auto", QualityTableTest.seed(1, 0.9, "b"));

        assertThat(kept.all().get(0).seeds()).containsExactly(QualityTableTest.seed(1, 0.9, "b"));
    }

    @Test
    void variantsOfOneStudyAreKeptApartAndInTheOrderOfTheTable() {
        var kept = new KeptResults(folder);
        kept.keep(BREAST, "backbone alone", QualityTableTest.seed(1, 0.7, "a"));
        kept.keep(BREAST, "auto with backbone", QualityTableTest.seed(1, 0.9, "a"));
        kept.keep(BREAST, "auto", QualityTableTest.seed(1, 0.8, "a"));

        assertThat(kept.all())
                .extracting(StudyResult::variant)
                .containsExactly("auto", "auto with backbone", "backbone alone");
    }

    @Test
    void aResultFromBeforeTheGatesWordsWereKeptIsRead() throws IOException {
        Files.writeString(folder.resolve("quality-breast-auto.json"), """
                [{"seed": 1, "test": {"ACCURACY": 0.8}, "minutes": 1.5, "passed": false,
                  "origin": {"command": "c", "machine": "m", "commit": "a"}}]""");

        StudyResult result = new KeptResults(folder).all().get(0);

        assertThat(result.values(Metric.ACCURACY)).containsExactly(0.8);
        assertThat(result.refusals()).isEmpty();
    }

    @Test
    void resultsOfAnotherBackboneAreNotMixedIn() {
        var kept = new KeptResults(folder);
        kept.keep(BREAST, "auto with backbone", of("aa"));
        kept.keep(BREAST, "auto", of(null));

        kept.requireSame(BREAST, "auto with backbone", "aa");
        kept.requireSame(BREAST, "auto", null);
        kept.requireSame(BLOOD, "auto with backbone", "bb");
        assertThat(kept.all().get(1).seeds()).extracting(SeedResult::backbone).containsExactly("aa");
        assertThatExceptionOfType(UnusableOptionException.class)
                .isThrownBy(() -> kept.requireSame(BREAST, "auto with backbone", "bb"))
                .withMessageContaining("quality-breast-auto-with-backbone.json holds results of the pretrained"
                        + " network aa, not of the pretrained network bb: move it away");
    }

    @Test
    void resultsOfABackboneThatNobodyWroteDownAreNotMixedIn() {
        var kept = new KeptResults(folder);
        kept.keep(BREAST, "auto with backbone", of(null));

        assertThatExceptionOfType(UnusableOptionException.class)
                .isThrownBy(() -> kept.requireSame(BREAST, "auto with backbone", "bb"))
                .withMessageContaining("of no pretrained network that is known");
    }

    private static SeedResult of(@Nullable String backbone) {
        return new SeedResult(
                1, Map.of(), 2, true, Map.of(), null, new Origin("bench/run quality", "2 cores", "a"), backbone);
    }

    @Test
    void aFileThatIsNoResultIsNamed() throws IOException {
        Files.writeString(folder.resolve("quality-breast-auto.json"), "{");

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> new KeptResults(folder).all())
                .withMessageContaining("quality-breast-auto.json");
    }
}

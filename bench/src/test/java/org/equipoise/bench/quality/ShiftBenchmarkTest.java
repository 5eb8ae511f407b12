package org.equipoise.bench.quality;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Origin;
import org.equipoise.common.labels.Split;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ShiftBenchmarkTest {

    @Test
    void noImageOfTheTrainingIsAskedAboutAndEachCallAsksAboutTheSameOnes() {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            images.add(new SetImage(i + ".png", "a", Split.values()[i % 3], null, () -> new byte[0]));
        }
        ImageSet set = ImageSet.of("ninety", List.of("a"), images);

        List<SetImage> some = ShiftBenchmark.test(set, 10);

        assertThat(some).hasSize(10).allMatch(image -> image.split() == Split.TEST);
        assertThat(ShiftBenchmark.test(set, 10)).isEqualTo(some);
        assertThat(ShiftBenchmark.test(set, 1000)).hasSize(30).startsWith(some.toArray(SetImage[]::new));
    }

    @Test
    void aTableSaysWithWhatItsModelsWereMeasuredNotWhatTheLastCallWasTold() {
        assertThat(ShiftBenchmark.requireAlike(List.of(origin("minutes=5 seeds=3"), origin("minutes=5 parts=true"))))
                .containsEntry("minutes", "5")
                .containsEntry("images", "400");
        assertThat(ShiftBenchmark.requireAlike(List.of(origin("seeds=3"), origin("images=400"))))
                .containsEntry("minutes", "10");
    }

    @Test
    void modelsThatWereMeasuredWithOtherSettingsAreNotMixed() {
        assertThatExceptionOfType(UnusableOptionException.class)
                .isThrownBy(() -> ShiftBenchmark.requireAlike(List.of(origin("minutes=5"), origin("seeds=3"))))
                .withMessageContaining("scores of minutes=10 and minutes=5");
        assertThatExceptionOfType(UnusableOptionException.class)
                .isThrownBy(() -> ShiftBenchmark.requireAlike(List.of(origin("images=20"), origin("images=40"))))
                .withMessageContaining("images=20 and images=40");
    }

    private static Origin origin(String options) {
        return new Origin("bench/run shift " + options, "2 cores", "abc");
    }
}

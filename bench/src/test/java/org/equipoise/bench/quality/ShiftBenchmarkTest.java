package org.equipoise.bench.quality;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.labels.Split;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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
}

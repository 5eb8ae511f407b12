package org.equipoise.local.phantom;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.labels.Split;
import org.equipoise.local.phantom.PhantomSet.Phantom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PhantomSetTest {

    @ParameterizedTest
    @CsvSource({
        "NONE,600,200,200",
        "BENIGN,60,20,20",
        "MALIGNANT,30,10,10",
    })
    void everyClassIsSplitSixtyTwentyTwenty(Finding finding, long train, long validation, long test) {
        Map<Split, Long> counts = PhantomSet.of(1, PhantomSet.articleCounts()).stream()
                .filter(phantom -> phantom.finding() == finding)
                .collect(Collectors.groupingBy(PhantomSetTest::split, Collectors.counting()));

        assertThat(counts).isEqualTo(Map.of(Split.TRAIN, train, Split.VALIDATION, validation, Split.TEST, test));
    }

    @Test
    void noPhantomIsInTwoSets() {
        Set<Long> seeds = new HashSet<>();
        int drawn = 0;
        for (long set = 1; set <= 5; set++) {
            List<Phantom> phantoms = PhantomSet.of(set, PhantomSet.articleCounts());
            List<Phantom> fresh = PhantomSet.fresh(set, PhantomSet.articleCounts(), 500);
            phantoms.forEach(phantom -> seeds.add(phantom.seed()));
            fresh.forEach(phantom -> seeds.add(phantom.seed()));
            drawn += phantoms.size() + fresh.size();
        }

        assertThat(seeds).hasSize(drawn);
    }

    @Test
    void newPhantomsComeAtThePrevalenceOfTheSet() {
        Map<Finding, Long> counts = PhantomSet.fresh(3, PhantomSet.articleCounts(), 20_000).stream()
                .collect(Collectors.groupingBy(Phantom::finding, Collectors.counting()));

        // Five standard deviations of the binomial around 1000, 100 and 50 in 1150.
        assertThat(counts.getOrDefault(Finding.NONE, 0L) / 20_000.0).isBetween(0.857, 0.882);
        assertThat(counts.getOrDefault(Finding.BENIGN, 0L) / 20_000.0).isBetween(0.077, 0.097);
        assertThat(counts.getOrDefault(Finding.MALIGNANT, 0L) / 20_000.0).isBetween(0.036, 0.051);
    }

    @Test
    void theSameSeedGivesTheSameSet() {
        var first = PhantomSet.of(7, Map.of(Finding.NONE, 2, Finding.MALIGNANT, 2));
        var second = PhantomSet.of(7, Map.of(Finding.NONE, 2, Finding.MALIGNANT, 2));

        assertThat(first.stream().map(p -> ImageId.of(p.pixels())))
                .containsExactlyElementsOf(
                        second.stream().map(p -> ImageId.of(p.pixels())).toList());
    }

    private static Split split(Phantom phantom) {
        return java.util.Objects.requireNonNull(phantom.split());
    }
}

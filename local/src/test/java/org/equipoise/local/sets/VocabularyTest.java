package org.equipoise.local.sets;

import java.util.List;
import java.util.Optional;

import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VocabularyTest {

    private static final Optional<LabelSet> KNOWN = Optional.of(new LabelSet(List.of("well", "ill", "torn")));

    @Test
    void aSetWithFewerClassesTakesNoneAway() {
        Vocabulary joined = Vocabulary.joined("lung", KNOWN, List.of("ill", "well"));

        assertThat(joined.labelSet().classes()).containsExactly("well", "ill", "torn");
        assertThat(joined.notes())
                .containsExactly("dataset \"lung\" keeps class \"torn\", of which this set has no image");
    }

    /** Models know classes by their place. */
    @Test
    void newClassesComeBehindThoseThatAreThereAndAreNamed() {
        Vocabulary joined = Vocabulary.joined("lung", KNOWN, List.of("Ill", "ill", "torn", "well"));

        assertThat(joined.labelSet().classes()).containsExactly("well", "ill", "torn", "Ill");
        assertThat(joined.notes())
                .containsExactly("new in dataset \"lung\", which has had \"well\", \"ill\", \"torn\": class \"Ill\"");
    }

    @Test
    void theSameClassesAndANewDatasetNeedNoWord() {
        assertThat(Vocabulary.joined("lung", KNOWN, List.of("ill", "torn", "well")))
                .isEqualTo(new Vocabulary(KNOWN.get(), List.of()));
        assertThat(Vocabulary.joined("lung", Optional.empty(), List.of("ill", "well")))
                .isEqualTo(new Vocabulary(new LabelSet(List.of("ill", "well")), List.of()));
    }
}

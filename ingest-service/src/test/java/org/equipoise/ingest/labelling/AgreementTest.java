package org.equipoise.ingest.labelling;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AgreementTest {

    private final Agreement agreement = new Agreement();

    /** 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5. */
    @Test
    void cohensKappaByHand() {
        add(20, "yes", "yes");
        add(5, "yes", "no");
        add(10, "no", "yes");
        add(15, "no", "no");

        assertThat(agreement.pairs()).singleElement().satisfies(two -> {
            assertThat(two.images()).isEqualTo(50);
            assertThat(two.cohen().orElseThrow()).isCloseTo(0.4, within(1e-12));
        });
    }

    /**
     * {@code cohen_kappa_score(list("aabbccabca"), list("abbbccacca"))} of scikit-learn 1.9.1 says 0.7014925373134329;
     * by hand: observed 0.8, by chance 0.33.
     */
    @Test
    void cohensKappaOfThreeClasses() {
        add("aabbccabca", "abbbccacca");

        assertThat(agreement.pairs().get(0).cohen().orElseThrow())
                .isCloseTo(0.47 / 0.67, within(1e-12))
                .isCloseTo(0.7014925373134329, within(1e-12));
    }

    /** {@code cohen_kappa_score} of scikit-learn 1.9.1, of two lists of letters. */
    @Test
    void cohensKappaWhereOneReaderHasClassesThatTheOtherNeverNames() {
        add(
                "aadaabbaadaabbaadaabbaadaabbaadaabbaadaabbaadaabbaadaabbaada",
                "aadaabbaadcabbaddaabaaadabbbaacaabbdadaaabaadbabbacdaabdaada");

        assertThat(agreement.pairs().get(0).cohen().orElseThrow()).isCloseTo(0.7242647058823529, within(1e-12));
    }

    private void add(String one, String other) {
        for (int i = 0; i < one.length(); i++) {
            add(1, one.substring(i, i + 1), other.substring(i, i + 1));
        }
    }

    /** The example of Fleiss' paper as it is often printed: 10 subjects, 14 readers, 5 categories, kappa 0.210. */
    @Test
    void fleissKappaOfThePapersKind() {
        int[][] table = {
            {0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1},
            {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}
        };
        for (int[] row : table) {
            Map<String, String> image = new TreeMap<>();
            for (int k = 0; k < row.length; k++) {
                for (int i = 0; i < row[k]; i++) {
                    image.put("reader-" + image.size(), "label-" + k);
                }
            }
            agreement.add(image);
        }

        assertThat(agreement.images()).isEqualTo(10);
        assertThat(agreement.readers()).isEqualTo(14);
        assertThat(agreement.fleiss().orElseThrow()).isCloseTo(0.2099, within(5e-5));
    }

    @Test
    void whatOneReaderSaysIsNoAgreement() {
        agreement.add(Map.of("a", "none"));

        assertThat(agreement.images()).isZero();
        assertThat(agreement.fleiss()).isEmpty();
        assertThat(agreement.pairs()).isEmpty();
    }

    @Test
    void whereAllGaveOneLabelThereIsNothingBeyondChance() {
        add(5, "none", "none");

        assertThat(agreement.fleiss()).isEmpty();
        assertThat(agreement.pairs()).extracting(Agreement.TwoReaders::cohen).allMatch(kappa -> kappa.isEmpty());
    }

    @Test
    void everyTwoReadersAreCountedOnTheImagesTheyShare() {
        agreement.add(Map.of("a", "x", "b", "x", "c", "y"));
        agreement.add(Map.of("a", "y", "b", "y"));

        assertThat(agreement.pairs()).extracting(Agreement.TwoReaders::images).isEqualTo(List.of(2L, 1L, 1L));
        assertThat(agreement.readers()).isEqualTo(3);
    }

    private void add(int times, String one, String other) {
        for (int i = 0; i < times; i++) {
            agreement.add(Map.of("a", one, "b", other));
        }
    }
}

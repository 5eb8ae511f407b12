package org.equipoise.trainer.labels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ConfidentJointTest {

    /** Thresholds: class 0 (.9 + .8 + .1) / 3 = .6, class 1 (.7 + .9) / 2 = .8. */
    private static final OutOfFold BY_HAND =
            new OutOfFold(new double[][] {{.9, .1}, {.8, .2}, {.1, .9}, {.3, .7}, {.1, .9}}, new int[] {0, 0, 0, 1, 1});

    @Test
    void thresholdsAndCountsAgreeWithACaseWorkedOutByHand() {
        ConfidentJoint joint = ConfidentJoint.of(BY_HAND);

        assertThat(joint.thresholds()).containsExactly(new double[] {.6, .8}, within(1e-12));
        assertThat(joint.counts()).isDeepEqualTo(new int[][] {{2, 1}, {0, 1}});
        assertThat(joint.calibrated()[0]).containsExactly(new double[] {2, 1}, within(1e-12));
        assertThat(joint.calibrated()[1]).containsExactly(new double[] {0, 2}, within(1e-12));
        assertThat(joint.noise().rate()).isCloseTo(.2, within(1e-12));
        assertThat(joint.noise().rate(1, 0)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(joint.prune(BY_HAND)).containsExactly(2);
    }

    @Test
    void aClassThatNoImageWasGivenIsNeverTheTruth() {
        var predictions = new OutOfFold(new double[][] {{.1, .1, .8}, {.2, .6, .2}}, new int[] {0, 1});

        ConfidentJoint joint = ConfidentJoint.of(predictions);

        assertThat(joint.thresholds()[2]).isEqualTo(2);
        assertThat(joint.noise().rate(2, 0)).isZero();
    }

    @Test
    void thresholdsCountsAndPrunedImagesAreCleanlabs() {
        List<double[]> rows = fixture("cleanlab-images.csv");
        var predictions = new OutOfFold(
                rows.stream().map(row -> Arrays.copyOfRange(row, 1, 4)).toArray(double[][]::new),
                rows.stream().mapToInt(row -> (int) row[0]).toArray());

        ConfidentJoint joint = ConfidentJoint.of(predictions);

        for (double[] row : fixture("cleanlab-joint.csv")) {
            int given = (int) row[0];
            assertThat(joint.thresholds()[given]).isCloseTo(row[1], within(1e-9));
            for (int k = 0; k < 3; k++) {
                assertThat(joint.counts()[given][k]).isEqualTo((int) row[2 + k]);
                // cleanlab rounds to whole images so that rows keep their sums.
                assertThat(joint.calibrated()[given][k]).isCloseTo(row[5 + k], within(1.0));
            }
        }
        var issues = new TreeSet<Integer>();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i)[4] == 1) {
                issues.add(i);
            }
            assertThat((predictions.margin(i) + 1) / 2).isCloseTo(rows.get(i)[5], within(1e-8));
            assertThat(predictions.selfConfidence(i)).isCloseTo(rows.get(i)[6], within(1e-8));
        }
        assertThat(new TreeSet<>(joint.prune(predictions))).isEqualTo(issues);
    }

    @Test
    void probabilitiesThatAreNoneAreRefusedWithTheImage() {
        assertThatThrownBy(() -> new OutOfFold(new double[][] {{.5, .6}}, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image 0");
        assertThatThrownBy(() -> new OutOfFold(new double[][] {{Double.NaN, 1}}, new int[] {0}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutOfFold(new double[][] {{.5, .5}}, new int[] {2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class 2");
    }

    private static List<double[]> fixture(String name) {
        try (var in = ConfidentJointTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no fixture " + name);
            }
            List<double[]> rows = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (Character.isDigit(line.charAt(0))) {
                    rows.add(Arrays.stream(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray());
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

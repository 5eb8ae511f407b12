package org.equipoise.diagnosis.model;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutputOrderTest {

    private static final List<Double> LAST = List.of(0.1, 0.1, 0.8);

    /** Two images of each class, and each class's answer is that of the next. */
    @Test
    void outputsThatStandForTheNextClassAreSaidToDoSo() {
        List<List<Double>> rows = List.of(
                List.of(0., 1., 0.),
                List.of(0., 0., 1.),
                List.of(1., 0., 0.),
                List.of(0., 1., 0.),
                List.of(0., 0., 1.),
                List.of(1., 0., 0.));

        assertThat(OutputOrder.of(List.of(0, 1, 2, 0, 1, 2), rows, 3)).hasValueSatisfying(found -> {
            assertThat(found.classOf()).containsExactly(2, 0, 1);
            assertThat(found.balancedAccuracy()).isEqualTo(1);
        });
    }

    /** A network that always gives the same answer would else be right in another order. */
    @Test
    void imagesOfOneClassSayNothingAboutTheOrder() {
        assertThat(OutputOrder.of(Collections.nCopies(10, 0), Collections.nCopies(10, LAST), 3))
                .isEmpty();
    }
}

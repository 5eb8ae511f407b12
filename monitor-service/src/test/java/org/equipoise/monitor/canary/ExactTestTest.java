package org.equipoise.monitor.canary;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;

import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.equipoise.common.events.CanariesReplayed.Tested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ExactTestTest {

    /** Two right ones among two and two: C(2, i) C(2, 2 - i) / C(4, 2). */
    @Test
    void theDistributionByHand() {
        double[] probabilities = ExactTest.hypergeometric(2, 0, 2, 2);

        assertThat(probabilities).containsExactly(new double[] {1.0 / 6, 4.0 / 6, 1.0 / 6}, within(1e-15));
    }

    /** One class: P(X <= 0) = C(2, 0) C(2, 2) / C(4, 2) = 1/6, and all classes together are the same test. */
    @Test
    void theOddsOfOneClassByHand() {
        assertThat(ExactTest.odds(List.of(new ClassResult("none", 2, 0, 2, null))))
                .isCloseTo(3, within(1e-12));
    }

    /** Two such classes: each 1/6, both together 1/36, three tests. */
    @Test
    void classesTogetherSayMoreThanEachByItself() {
        var lost = List.of(new ClassResult("none", 2, 0, 2, null), new ClassResult("benign", 2, 0, 2, null));

        assertThat(ExactTest.odds(lost)).isCloseTo(12, within(1e-12));
    }

    @Test
    void noFewerThanAtRegistrationIsHeldAgainstNobody() {
        assertThat(ExactTest.odds(List.of(new ClassResult("none", 8, 1, 1, new Tested(1000, 990)))))
                .isEqualTo(1);
    }

    /** Against whole numbers of any length; also where a factor alone is out of the range of a double. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theDistributionAgreesWithExactArithmetic(long seed) {
        var random = new SplittableRandom(seed);
        int n = 1 + random.nextInt(seed == 5 ? 900 : 30);
        int m = 1 + random.nextInt(seed == 5 ? 3000 : 100);
        int x = random.nextInt(n + 1);
        int r = random.nextInt(m + 1);

        double[] probabilities = ExactTest.hypergeometric(n, x, m, r);

        BigDecimal all = new BigDecimal(choose(n + m, x + r));
        for (int i = 0; i <= n; i++) {
            double exact = new BigDecimal(choose(n, i).multiply(choose(m, x + r - i)))
                    .divide(all, MathContext.DECIMAL64)
                    .doubleValue();
            assertThat(probabilities[i])
                    .as("seed %d, n %d, x %d, m %d, r %d, i %d", seed, n, x, m, r, i)
                    .isCloseTo(exact, within(1e-12 + 1e-9 * exact));
        }
    }

    private static BigInteger choose(int n, int k) {
        if (k < 0 || k > n) {
            return BigInteger.ZERO;
        }
        BigInteger product = BigInteger.ONE;
        for (int i = 1; i <= k; i++) {
            product = product.multiply(BigInteger.valueOf(n - i + 1)).divide(BigInteger.valueOf(i));
        }
        return product;
    }
}

package org.equipoise.augment.randomness;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SplitMix64Test {

    /** The values that other implementations of the paper give for this seed. */
    @Test
    void followsThePublishedStream() {
        var random = new SplitMix64(1234567);

        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("6457827717110365317");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("3203168211198807973");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
    }

    @Test
    void keysInAnotherOrderGiveAnotherStream() {
        long oneTwo = SplitMix64.of(7, 1, 2).nextLong();
        long twoOne = SplitMix64.of(7, 2, 1).nextLong();

        assertThat(oneTwo).isNotEqualTo(twoOne).isEqualTo(SplitMix64.of(7, 1, 2).nextLong());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void boundedNumbersAreEquallyLikely(long seed) {
        var random = new SplitMix64(seed);
        int[] counts = new int[7];

        IntStream.range(0, 70_000).forEach(i -> counts[random.nextInt(7)]++);

        // Six standard deviations of a binomial with n = 70,000 and p = 1/7.
        assertThat(Arrays.stream(counts).boxed())
                .as("seed %d", seed)
                .allSatisfy(count -> assertThat(count).isCloseTo(10_000, within(556)));
    }

    @Test
    void shufflingKeepsEveryValue() {
        int[] values = IntStream.range(0, 100).toArray();

        new SplitMix64(5).shuffle(values);

        assertThat(values).isNotEqualTo(IntStream.range(0, 100).toArray());
        assertThat(Arrays.stream(values).sorted().toArray())
                .isEqualTo(IntStream.range(0, 100).toArray());
    }

    @Test
    void refusesAnEmptyRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SplitMix64(1).nextInt(0))
                .withMessageContaining("got 0");
    }
}

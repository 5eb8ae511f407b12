package org.equipoise.ingest.outliers;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HammingIndexTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 6, 8})
    void thePairsAreThoseThatEachComparedWithEachGives(int bits) {
        long[] hashes = clustered(600, 17 + bits);
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < hashes.length; i++) {
            for (int j = i + 1; j < hashes.length; j++) {
                int differing = Long.bitCount(hashes[i] ^ hashes[j]);
                if (differing <= bits) {
                    expected.add(i + " " + j + " " + differing);
                }
            }
        }

        Set<String> found = new HashSet<>();
        boolean complete = new HammingIndex(hashes, bits, HammingIndex.MOST_COMPARISONS)
                .find((first, second, differing) -> assertThat(found.add(first + " " + second + " " + differing))
                        .as("said once")
                        .isTrue());

        assertThat(complete).isTrue();
        assertThat(found).isEqualTo(expected).isNotEmpty();
    }

    @Test
    void itStopsWhereAllHashesAreAlike() {
        assertThat(new HammingIndex(new long[1000], 4, 10_000).find((first, second, differing) -> {}))
                .isFalse();
    }

    /** Copies with a few bits turned, and equal ones. */
    private static long[] clustered(int n, long seed) {
        var random = new Random(seed);
        long[] hashes = new long[n];
        for (int i = 0; i < n; i++) {
            hashes[i] = i % 3 == 0 ? random.nextLong() : hashes[i - 1];
            for (int turned = random.nextInt(7); i % 3 != 0 && turned > 0; turned--) {
                hashes[i] ^= 1L << random.nextInt(64);
            }
        }
        return hashes;
    }
}

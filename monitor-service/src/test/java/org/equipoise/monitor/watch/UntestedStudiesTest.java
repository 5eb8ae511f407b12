package org.equipoise.monitor.watch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.monitor.collapse.StudyAnswers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UntestedStudiesTest {

    /** Studies of any size, at times in any order, stored and read in between. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 200})
    void whatIsKeptIsTheLastPartOfWhatWasAdded(int classes) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(classes);
        var studies = new UntestedStudies(classes);
        List<String> added = new ArrayList<>();
        for (int n = 0; n < 5000; n++) {
            int[] counts = new int[classes];
            for (int image = 0; image <= n % 4; image++) {
                counts[random.nextInt(classes)]++;
            }
            StudyAnswers study = StudyAnswers.of(counts);
            long at = 1_790_000_000_000L + n * 1000L + random.nextInt(-5000, 5000);
            studies.add(study, at);
            added.add(said(study, at));
            if (n % 100 == 0) {
                studies = readAgain(studies, classes);
            }
        }

        List<String> kept = kept(studies);
        assertThat(kept).isEqualTo(kept(studies));
        assertThat(kept).hasSizeGreaterThan(1000).isEqualTo(added.subList(added.size() - kept.size(), added.size()));
    }

    @Test
    void ofASingleImageAFewThousandAreKept() {
        var studies = new UntestedStudies(3);
        for (int n = 0; n < 10_000; n++) {
            studies.add(StudyAnswers.single(3, n % 3), 1_790_000_000_000L + 60_000L * n);
        }

        assertThat(kept(studies)).hasSizeBetween(1900, 4000);
    }

    private static UntestedStudies readAgain(UntestedStudies studies, int classes) throws IOException {
        var bytes = new ByteArrayOutputStream();
        studies.writeTo(new DataOutputStream(bytes));
        assertThat(bytes.size()).isLessThan(UntestedStudies.MOST_BYTES + 100);
        return UntestedStudies.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), classes);
    }

    private static List<String> kept(UntestedStudies studies) {
        List<String> kept = new ArrayList<>();
        studies.forEach((study, at) -> kept.add(said(study, at)));
        return kept;
    }

    private static String said(StudyAnswers study, long at) {
        var said = new StringBuilder(Long.toString(at));
        for (int k = 0; k < study.classes(); k++) {
            said.append(' ').append(study.count(k));
        }
        return said.toString();
    }
}

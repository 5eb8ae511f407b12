package org.equipoise.monitor.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WatchedVersionTest {

    private final WatchedVersionCodec codec = new WatchedVersionCodec(Fixtures.POLICY);

    /** Stored and read again before every study, through pending, firing and recovery, it must say the same. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void storingAndReadingBetweenAnyTwoStudiesChangesNothing(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        WatchedVersion kept = promoted();
        WatchedVersion stored = promoted();
        List<AlertChanged> fromKept = new ArrayList<>();
        List<AlertChanged> fromStored = new ArrayList<>();

        for (int n = 0; n < 1500; n++) {
            boolean broken = n >= 300 && n < 700;
            double x = random.nextDouble();
            int answer = broken || x < .87 ? 0 : x < .96 ? 1 : 2;
            var study = StudyAnswers.single(3, answer);
            stored = codec.read(codec.write(stored));
            for (WatchedVersion version : List.of(kept, stored)) {
                version.count(answer, n);
            }
            fromKept.addAll(kept.add(study, n, Instant.ofEpochMilli(n)));
            fromStored.addAll(stored.add(study, n, Instant.ofEpochMilli(n)));
        }

        assertThat(fromStored).as("seed %d", seed).isEqualTo(fromKept);
        assertThat(fromKept).extracting(AlertChanged::state).contains(State.FIRING, State.RESOLVED);
        assertThat(codec.write(stored)).isEqualTo(codec.write(kept));
    }

    @Test
    void theSameDecisionAgainDoesNotDisturbTheTests() {
        WatchedVersion version = promoted();
        for (int n = 0; n < 50; n++) {
            version.add(StudyAnswers.single(3, 0), n, Instant.EPOCH);
        }
        byte[] before = codec.write(version);

        List<AlertChanged> changes = version.promote(Fixtures.champion("v1"), Fixtures.START);

        assertThat(changes).isEmpty();
        assertThat(codec.write(version)).isEqualTo(before);
    }

    @Test
    void aReferenceForOtherLabelsIsNotUsed() {
        WatchedVersion version = fresh();
        Champion other = new Champion(
                "v1",
                "nodules/v1",
                new LabelSet(List.of("benign", "none", "malignant")),
                Fixtures.champion("v1").input(),
                Fixtures.REFERENCE);

        version.promote(other, Fixtures.START);

        assertThat(version.condition()).isEqualTo(Condition.NO_REFERENCE);
    }

    @Test
    void aStateOfAnotherFormatIsRefused() {
        byte[] bytes = codec.write(promoted());
        bytes[0] = 9;

        assertThatThrownBy(() -> codec.read(bytes)).hasMessageContaining("format 9");
    }

    private static WatchedVersion fresh() {
        return new WatchedVersion("nodules", "v1", Fixtures.LABELS, Fixtures.POLICY, 0);
    }

    private static WatchedVersion promoted() {
        WatchedVersion version = fresh();
        version.promote(Fixtures.champion("v1"), Instant.EPOCH);
        return version;
    }
}

package org.equipoise.monitor.canary;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.equipoise.monitor.canary.CanaryVerdict.Finding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CanaryVerdictTest {

    private static final List<ClassResult> AS_BEFORE =
            List.of(new ClassResult("none", 8, 8, 8), new ClassResult("benign", 8, 6, 6));

    @Test
    void whatAnswersAsAtRegistrationIsSound() {
        CanaryVerdict verdict = CanaryVerdict.of(replay(AS_BEFORE, 4e-7, 16, null));

        assertThat(verdict.finding()).isEqualTo(Finding.SOUND);
        assertThat(verdict.sentence()).isEqualTo("14 of 16 canaries are answered right, 14 were at registration");
    }

    /** Trained in mixed precision on a GPU, served by a CPU: what was measured. */
    @Test
    void theRoundingOfAGpuIsNotAnotherModel() {
        assertThat(CanaryVerdict.of(replay(AS_BEFORE, 2.2e-3, 16, null)).finding())
                .isEqualTo(Finding.SOUND);
    }

    @Test
    void anotherProbabilityIsAnotherModel() {
        CanaryVerdict verdict = CanaryVerdict.of(replay(AS_BEFORE, 0.02, 16, null));

        assertThat(verdict.finding()).isEqualTo(Finding.MODEL);
        assertThat(verdict.odds()).isNull();
        assertThat(verdict.sentence()).endsWith("; a probability differs by 0.020");
    }

    /** Also where the answers differ, too: they follow. */
    @Test
    void otherBytesAreAnotherPreprocessing() {
        CanaryVerdict verdict = CanaryVerdict.of(replay(AS_BEFORE, 0.4, 10, null));

        assertThat(verdict.finding()).isEqualTo(Finding.PREPROCESSING);
        assertThat(verdict.sentence()).isEqualTo("6 of 16 canaries reach the network as other bytes than in training");
    }

    @Test
    void aModelThatDoesNotAnswerIsSick() {
        CanaryVerdict verdict = CanaryVerdict.of(replay(List.of(), 0, 16, "no saved_model.zip"));

        assertThat(verdict.sick()).isTrue();
        assertThat(verdict.sentence()).isEqualTo("the model does not answer: no saved_model.zip");
    }

    /** P(X <= 1), n = 3, p = 1/4: 27/64 + 27/64. */
    @Test
    void theTailByHand() {
        assertThat(CanaryVerdict.atMost(1, 3, .25)).isCloseTo(54.0 / 64, within(1e-15));
        assertThat(CanaryVerdict.atMost(3, 3, .25)).isCloseTo(1, within(1e-15));
    }

    /** A classifier that reports for itself draws anew every time; recall .9, twenty canaries a class. */
    @Test
    void aHealthyModelIsCalledSickNoMoreOftenThanPromised() {
        var random = new SplittableRandom(11);
        int sick = 0;
        int replays = 20_000;
        for (int i = 0; i < replays; i++) {
            var results = List.of(drawn("none", 18, random), drawn("benign", 18, random));
            sick += CanaryVerdict.of(replay(results, 0, 16, null)).sick() ? 1 : 0;
        }
        var collapsed = List.of(new ClassResult("none", 20, 20, 18), new ClassResult("benign", 20, 0, 18));

        assertThat(sick).isLessThanOrEqualTo(replays / 10_000);
        assertThat(CanaryVerdict.of(replay(collapsed, 0, 16, null)).sick()).isTrue();
    }

    @Test
    void aSoundInstanceDoesNotHealASickOne() {
        CanaryVerdict sick = CanaryVerdict.of(replay(AS_BEFORE, 0.5, 16, null));
        CanaryVerdict same = CanaryVerdict.of(replay(AS_BEFORE, 0, 16, null));
        var other = new CanaryVerdict("another", Finding.SOUND, 1.0, "sound", 0);

        assertThat(other.replaces(sick)).isFalse();
        assertThat(same.replaces(sick)).isTrue();
        assertThat(sick.replaces(other)).isTrue();
        assertThat(other.replaces(null)).isTrue();
    }

    @Test
    void aVerdictThatWasStoredIsTheSame() throws IOException {
        for (CanaryVerdict verdict : List.of(
                CanaryVerdict.of(replay(AS_BEFORE, 0.5, 16, null)), CanaryVerdict.of(replay(AS_BEFORE, 0, 16, null)))) {
            var bytes = new ByteArrayOutputStream();
            verdict.writeTo(new DataOutputStream(bytes));

            assertThat(CanaryVerdict.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                    .isEqualTo(verdict);
        }
    }

    private static ClassResult drawn(String name, int before, SplittableRandom random) {
        int right = 0;
        for (int i = 0; i < 20; i++) {
            right += random.nextDouble() < .9 ? 1 : 0;
        }
        return new ClassResult(name, 20, right, before);
    }

    private static CanariesReplayed replay(
            List<ClassResult> classes, double difference, int equalInputs, @Nullable String failure) {
        return new CanariesReplayed(
                "nodules", "v1", "scorer-1", classes, difference, 16, equalInputs, failure, Instant.EPOCH);
    }
}

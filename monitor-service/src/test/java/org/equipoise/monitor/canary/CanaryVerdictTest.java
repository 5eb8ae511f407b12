package org.equipoise.monitor.canary;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.equipoise.common.events.CanariesReplayed.Tested;
import org.equipoise.monitor.canary.CanaryVerdict.Finding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CanaryVerdictTest {

    private static final List<ClassResult> AS_BEFORE =
            List.of(new ClassResult("none", 8, 8, 8, null), new ClassResult("benign", 8, 6, 6, null));

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

    @Test
    void preprocessingThatCouldNotBeComparedIsSaidToBeSo() {
        CanaryVerdict verdict = CanaryVerdict.of(event(AS_BEFORE, 4e-7, 0, 0, null, null));

        assertThat(verdict.finding()).isEqualTo(Finding.SOUND);
        assertThat(verdict.sentence())
                .endsWith("; none of their images is in the store any more, so what is done with"
                        + " an image before the network was not compared");
    }

    @Test
    void noCanariesSayNothing() {
        CanaryVerdict verdict = CanaryVerdict.of(replay(List.of(), 0.0, 16, null));

        assertThat(verdict.finding()).isEqualTo(Finding.UNKNOWN);
        assertThat(verdict.sick()).isFalse();
    }

    /** 8 of 8 before and none now: 1 / C(16, 8) = 1 / 12870 by itself, times three tests. */
    @Test
    void eightCanariesOfTwoClassesAreTooFewToCountWithoutKnownRecalls() {
        var healthy = List.of(new ClassResult("none", 8, 8, 8, null), new ClassResult("benign", 8, 8, 8, null));
        var tested = List.of(
                new ClassResult("none", 8, 8, 8, new Tested(300, 285)),
                new ClassResult("benign", 8, 8, 8, new Tested(60, 54)));

        CanaryVerdict verdict = CanaryVerdict.of(counted(healthy));

        assertThat(verdict.finding()).isEqualTo(Finding.UNKNOWN);
        assertThat(verdict.sentence())
                .isEqualTo(
                        "16 of 16 canaries are answered right, 16 were at registration; they are too few to notice if"
                                + " everything were answered \"none\"");
        assertThat(CanaryVerdict.of(counted(tested)).finding()).isEqualTo(Finding.SOUND);
    }

    /**
     * Classifiers that report for themselves, and draw every answer anew. The recalls that they are held against were
     * counted, too: on few images, on the canaries, on many.
     */
    @ParameterizedTest
    @CsvSource({"0, .9", "8, .75", "60, .95", "60, .6", "300, .99", "40, .3"})
    void aHealthyModelIsCalledSickOnceIn10000ReplaysAtMost(int images, double recall) {
        var random = new SplittableRandom(11);
        int replays = 100_000;
        int sick = 0;
        for (int i = 0; i < replays; i++) {
            List<ClassResult> results = new ArrayList<>();
            for (String name : List.of("none", "benign", "malignant")) {
                Tested tested = images == 0 ? null : new Tested(images, right(images, recall, random));
                results.add(new ClassResult(name, 8, right(8, recall, random), right(8, recall, random), tested));
            }
            sick += CanaryVerdict.of(counted(results)).sick() ? 1 : 0;
        }

        assertThat(sick)
                .as(
                        "%d of %d healthy replays called sick; recall %.2f known from %d images",
                        sick, replays, recall, images)
                .isLessThanOrEqualTo(replays / 10_000);
    }

    /** Recalls of .95, .8 and .75 counted on 300, 60 and 40 images, eight canaries a class, each class in turn. */
    @Test
    void aCollapseIntoOneClassIsSick() {
        var random = new SplittableRandom(12);
        double[] recalls = {.95, .8, .75};
        int[] images = {300, 60, 40};
        int sick = 0;
        for (int i = 0; i < 300; i++) {
            List<ClassResult> results = new ArrayList<>();
            for (int k = 0; k < 3; k++) {
                var tested = new Tested(images[k], right(images[k], recalls[k], random));
                int right = k == i % 3 ? 8 : 0;
                results.add(new ClassResult("class-" + k, 8, right, right(8, recalls[k], random), tested));
            }
            sick += CanaryVerdict.of(counted(results)).sick() ? 1 : 0;
        }

        assertThat(sick).as("%d of 300 collapses found", sick).isGreaterThanOrEqualTo(299);
    }

    /** Two of eight were right at registration although the recall is .8: the same two are right for ever. */
    @Test
    void canariesThatWereHardFromTheBeginningAreHeldAgainstNobody() {
        var results = List.of(
                new ClassResult("none", 8, 8, 8, new Tested(300, 285)),
                new ClassResult("benign", 8, 2, 2, new Tested(60, 48)));

        assertThat(CanaryVerdict.of(counted(results)).sick()).isFalse();
    }

    @Test
    void aSoundInstanceDoesNotHealASickOne() {
        CanaryVerdict sick = CanaryVerdict.of(replay(AS_BEFORE, 0.5, 16, null));
        CanaryVerdict same = CanaryVerdict.of(replay(AS_BEFORE, 0.0, 16, null));
        var other = new CanaryVerdict("another", Finding.SOUND, null, "sound", 0, null);

        assertThat(other.replaces(sick)).isFalse();
        assertThat(same.replaces(sick)).isTrue();
        assertThat(sick.replaces(other)).isTrue();
        assertThat(other.replaces(null)).isTrue();
    }

    /** Ids are drawn when a process starts: without this a sick instance that was replaced would be sick for ever. */
    @Test
    void anInstanceThatIsGoneIsHealedByAnyOther() {
        var sick = new CanaryVerdict("gone", Finding.MODEL, null, "other answers", 1000, 4000L);

        assertThat(new CanaryVerdict("new", Finding.SOUND, null, "sound", 4000, 7000L).replaces(sick))
                .isFalse();
        assertThat(new CanaryVerdict("new", Finding.SOUND, null, "sound", 4001, 7001L).replaces(sick))
                .isTrue();
    }

    @Test
    void aReplayThatSaysNothingTakesNoPlace() {
        var unknown = new CanaryVerdict("one", Finding.UNKNOWN, 1.0, "too few", 1000, null);

        assertThat(unknown.replaces(null)).isFalse();
        assertThat(unknown.replaces(new CanaryVerdict("one", Finding.MODEL, null, "other answers", 0, null)))
                .isFalse();
    }

    @Test
    void aVerdictThatWasStoredIsTheSame() throws IOException {
        for (CanaryVerdict verdict : List.of(
                CanaryVerdict.of(replay(AS_BEFORE, 0.5, 16, null)),
                CanaryVerdict.of(replay(AS_BEFORE, 0.0, 16, null)),
                CanaryVerdict.of(counted(AS_BEFORE)))) {
            var bytes = new ByteArrayOutputStream();
            verdict.writeTo(new DataOutputStream(bytes));

            assertThat(CanaryVerdict.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                    .isEqualTo(verdict);
        }
    }

    private static int right(int images, double recall, SplittableRandom random) {
        int right = 0;
        for (int i = 0; i < images; i++) {
            right += random.nextDouble() < recall ? 1 : 0;
        }
        return right;
    }

    private static CanariesReplayed counted(List<ClassResult> classes) {
        return event(classes, null, 0, 0, null, null);
    }

    private static CanariesReplayed replay(
            List<ClassResult> classes, double difference, int equalInputs, @Nullable String failure) {
        return event(classes, difference, 16, equalInputs, failure, Instant.EPOCH.plusSeconds(60));
    }

    private static CanariesReplayed event(
            List<ClassResult> classes,
            @Nullable Double difference,
            int inputs,
            int equalInputs,
            @Nullable String failure,
            @Nullable Instant until) {
        return new CanariesReplayed(
                "nodules", "v1", "scorer-1", classes, difference, inputs, equalInputs, failure, Instant.EPOCH, until);
    }
}

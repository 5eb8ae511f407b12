package org.equipoise.monitor.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.monitor.alerting.Trouble;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.canary.CanaryVerdict.Finding;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class WatchedVersionTest {

    private final WatchedVersionCodec codec = new WatchedVersionCodec(Fixtures.POLICY);
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(9);

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
            boolean constant = n >= 1000 && n < 1100;
            var prediction = Fixtures.prediction("v1", constant ? "s" : "s" + n, "i", 1, answer);
            var outputs = Fixtures.outputs(random.nextDouble(), kept.count(prediction));
            stored.count(prediction);
            fromKept.addAll(kept.add(study, outputs, n, Instant.ofEpochMilli(n)));
            fromStored.addAll(stored.add(study, outputs, n, Instant.ofEpochMilli(n)));
        }

        assertThat(fromStored).as("seed %d", seed).isEqualTo(fromKept);
        assertThat(fromKept)
                .extracting(AlertChanged::kind, AlertChanged::state)
                .contains(
                        tuple(Kind.COLLAPSE, State.FIRING),
                        tuple(Kind.COLLAPSE, State.RESOLVED),
                        tuple(Kind.CONSTANT_OUTPUT, State.FIRING),
                        tuple(Kind.CONSTANT_OUTPUT, State.RESOLVED));
        assertThat(codec.write(stored)).isEqualTo(codec.write(kept));
    }

    @Test
    void theSameDecisionAgainDoesNotDisturbTheTests() {
        WatchedVersion version = promoted();
        for (int n = 0; n < 50; n++) {
            version.add(StudyAnswers.single(3, 0), Fixtures.outputs(.7, false), n, Instant.EPOCH);
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

    @Test
    void anOutputThatIsConstantIsOneAlertWhateverItsClass() {
        WatchedVersion version = promoted();
        feed(version, 600, n -> random.nextDouble(), false);

        List<AlertChanged> changes = feed(version, 300, n -> .7, true);

        assertThat(changes)
                .extracting(AlertChanged::kind, AlertChanged::state)
                .containsExactly(tuple(Kind.CONSTANT_OUTPUT, State.PENDING), tuple(Kind.CONSTANT_OUTPUT, State.FIRING));
        assertThat(changes.get(1).alertId()).isEqualTo("nodules/v1/constant-output");
        assertThat(changes.get(1).predictionsSeen()).isBetween(603L, 610L);
        assertThat(changes.get(1).summary()).contains("100 % of the outputs of nodules/v1 equal the one before");
        assertThat(version.condition()).isEqualTo(Condition.CONSTANT);
    }

    @Test
    void aVersionThatIsConstantFromItsFirstAnswerIsFoundWithoutAnyReference() {
        WatchedVersion version = fresh();

        List<AlertChanged> changes = feed(version, 400, n -> .7, true);

        assertThat(changes)
                .extracting(AlertChanged::kind, AlertChanged::state)
                .containsExactly(tuple(Kind.CONSTANT_OUTPUT, State.PENDING), tuple(Kind.CONSTANT_OUTPUT, State.FIRING));
        assertThat(changes.get(1).predictionsSeen()).isBetween(100L, 250L);
    }

    @Test
    void scoresThatAreSquashedAreReportedAndOverWhenTheyAreBack() {
        WatchedVersion version = promoted();
        feed(version, 600, n -> random.nextDouble(), false);

        List<AlertChanged> changes = feed(version, 60, n -> .01 * random.nextDouble(), false);
        Condition squashed = version.condition();
        changes.addAll(feed(version, 400, n -> random.nextDouble(), false));

        assertThat(changes)
                .extracting(AlertChanged::kind, AlertChanged::state)
                .containsExactly(
                        tuple(Kind.SQUASHED_SCORES, State.PENDING),
                        tuple(Kind.SQUASHED_SCORES, State.FIRING),
                        tuple(Kind.SQUASHED_SCORES, State.RESOLVED));
        assertThat(squashed).isEqualTo(Condition.SQUASHED);
        assertThat(changes.get(1).predictionsSeen()).isBetween(605L, 630L);
        assertThat(changes.get(1).summary())
                .contains("is ahead by less than 10 %", "of the answers; healthy is at most");
    }

    @Test
    void aCollapseIsClosedWhenTheOutputTurnsConstantBecauseThatExplainsIt() {
        WatchedVersion version = promoted();
        feed(version, 600, n -> random.nextDouble(), false);
        for (int n = 0; n < 300; n++) {
            version.add(StudyAnswers.single(3, 1), Fixtures.outputs(random.nextDouble(), false), n, Instant.EPOCH);
        }
        Condition before = version.condition();

        List<AlertChanged> changes = feed(version, 20, n -> .7, true);

        assertThat(before).isEqualTo(Condition.COLLAPSED);
        assertThat(changes)
                .extracting(AlertChanged::kind, AlertChanged::state)
                .containsSubsequence(tuple(Kind.CONSTANT_OUTPUT, State.FIRING), tuple(Kind.COLLAPSE, State.RESOLVED));
        assertThat(version.condition()).isEqualTo(Condition.CONSTANT);
    }

    @Test
    void aVersionOfWhichNobodyStatedAReferenceIsTestedAgainstItsFirstStudies() {
        WatchedVersion version = fresh();
        feed(version, 1999, n -> random.nextDouble(), false);
        Condition learning = version.condition();
        feed(version, 1001, n -> random.nextDouble(), false);
        Condition learned = version.condition();

        List<AlertChanged> changes = new ArrayList<>();
        for (int n = 0; n < 400; n++) {
            changes.addAll(version.add(
                    StudyAnswers.single(3, 0), Fixtures.outputs(random.nextDouble(), false), n, Instant.EPOCH));
        }

        assertThat(learning).isEqualTo(Condition.NO_REFERENCE);
        assertThat(learned).isEqualTo(Condition.HEALTHY);
        assertThat(version.referenceLearned()).isTrue();
        assertThat(codec.write(codec.read(codec.write(version)))).isEqualTo(codec.write(version));
        assertThat(changes)
                .extracting(AlertChanged::kind, AlertChanged::state)
                .containsExactly(tuple(Kind.COLLAPSE, State.PENDING), tuple(Kind.COLLAPSE, State.FIRING));
    }

    @Test
    void aReferenceThatIsStatedTakesThePlaceOfTheLearnedOne() {
        WatchedVersion version = fresh();
        feed(version, 2100, n -> random.nextDouble(), false);

        version.promote(Fixtures.champion("v1"), Fixtures.START);

        assertThat(version.referenceLearned()).isFalse();
        assertThat(Objects.requireNonNull(version.health()).reference()).isEqualTo(Fixtures.REFERENCE);
    }

    @Test
    void aCollapsedVersionThatIsTakenOutIsStillCollapsedWhenItServesAgain() {
        WatchedVersion version = promoted();
        collapse(version);

        List<AlertChanged> gone = version.supersede(Fixtures.START);
        Condition whileGone = version.condition();
        version = codec.read(codec.write(version));
        Condition remembered = version.lastCondition();
        List<AlertChanged> back = version.promote(Fixtures.champion("v1"), Fixtures.START.plusSeconds(60));

        assertThat(gone)
                .extracting(AlertChanged::kind, AlertChanged::state)
                .containsExactly(tuple(Kind.COLLAPSE, State.RESOLVED));
        assertThat(whileGone).isEqualTo(Condition.SUPERSEDED);
        assertThat(remembered).isEqualTo(Condition.COLLAPSED);
        assertThat(back)
                .extracting(AlertChanged::alertId, AlertChanged::state)
                .containsExactly(tuple("nodules/v1/collapse/none", State.FIRING));
        assertThat(version.condition()).isEqualTo(Condition.COLLAPSED);

        List<AlertChanged> since = feed(version, 400, n -> random.nextDouble(), false);

        assertThat(since)
                .as("its own healthy answers are the evidence that ends it")
                .extracting(AlertChanged::kind, AlertChanged::state)
                .contains(tuple(Kind.COLLAPSE, State.RESOLVED));
    }

    /** Brighter images of one class, canaries that are answered as before: the input. */
    @Test
    void anAlertOfTheInputOutlastsItsVersionUntilTheNextOneAnswersHealthily() {
        WatchedVersion version = promoted();
        for (int n = 0; n < 500; n++) {
            double x = random.nextDouble();
            answer(version, "h" + n, x < .87 ? 0 : x < .96 ? 1 : 2, 100 + 5 * random.nextGaussian());
        }
        for (int n = 0; n < 300; n++) {
            answer(version, "b" + n, 1, 200 + 5 * random.nextGaussian());
        }
        version.replayed(new CanaryVerdict(
                "scorer-1", Finding.SOUND, null, "all as before", Fixtures.START.toEpochMilli(), null));
        assertThat(Objects.requireNonNull(version.attribution()).cause()).isEqualTo(AlertChanged.Cause.INPUT);

        List<AlertChanged> gone = version.supersede(Fixtures.START);
        WatchedVersion kept = codec.read(codec.write(version));
        List<AlertChanged> sick = another(kept, 300, 0, 1);
        boolean outlasts = kept.outlasts();
        List<AlertChanged> healthy = another(kept, 300, .87, .09);

        assertThat(gone).isEmpty();
        assertThat(sick).isEmpty();
        assertThat(outlasts).isTrue();
        assertThat(healthy)
                .extracting(AlertChanged::kind, AlertChanged::state)
                .containsExactly(tuple(Kind.COLLAPSE, State.RESOLVED));
        assertThat(kept.outlasts()).isFalse();
        assertThat(kept.condition()).isEqualTo(Condition.SUPERSEDED);
    }

    private List<AlertChanged> another(WatchedVersion gone, int studies, double none, double benign) {
        List<AlertChanged> changes = new ArrayList<>();
        for (int n = 0; n < studies; n++) {
            double x = random.nextDouble();
            changes.addAll(gone.addOfAnother(
                    Fixtures.LABELS,
                    StudyAnswers.single(3, x < none ? 0 : x < none + benign ? 1 : 2),
                    Fixtures.outputs(random.nextDouble(), false),
                    n,
                    Fixtures.START));
        }
        return changes;
    }

    private void answer(WatchedVersion version, String study, int answer, double grey) {
        version.count(Fixtures.grey(grey, Fixtures.prediction("v1", study, "i", 1, answer)));
        version.add(StudyAnswers.single(3, answer), Fixtures.outputs(random.nextDouble(), false), 0, Fixtures.START);
    }

    @Test
    void aClassThatTakesALittleMoreThanItsShareIsNotCalledACollapse() {
        WatchedVersion version = promoted();
        List<AlertChanged> changes = new ArrayList<>();
        for (int n = 0; n < 3000 && version.condition() != Condition.CLASS_OVER_SHARE; n++) {
            double x = random.nextDouble();
            int answer = x < .70 ? 0 : x < .96 ? 1 : 2;
            version.count(Fixtures.prediction("v1", "s" + n, "i", 1, answer));
            changes.addAll(version.add(
                    StudyAnswers.single(3, answer), Fixtures.outputs(random.nextDouble(), false), n, Instant.EPOCH));
        }

        assertThat(version.condition()).isEqualTo(Condition.CLASS_OVER_SHARE);
        assertThat(changes).last().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(Kind.COLLAPSE);
            assertThat(alert.share()).isLessThan(.5);
            assertThat(Trouble.of(alert)).isEqualTo(Trouble.CLASS_OVER_SHARE);
        });
    }

    private static void collapse(WatchedVersion version) {
        for (int n = 0; n < 400; n++) {
            version.count(Fixtures.prediction("v1", "c" + n, "i", 1, 0));
            version.add(StudyAnswers.single(3, 0), Fixtures.outputs(.4 + n * 1e-3, false), n, Instant.EPOCH);
        }
        assertThat(version.condition()).isEqualTo(Condition.COLLAPSED);
    }

    /** Studies of one image each, with the healthy shares of the classes unless the output repeats. */
    private List<AlertChanged> feed(WatchedVersion version, int studies, IntToDoubleFunction margin, boolean repeat) {
        List<AlertChanged> changes = new ArrayList<>();
        for (int n = 0; n < studies; n++) {
            double x = random.nextDouble();
            int answer = repeat || x < .87 ? 0 : x < .96 ? 1 : 2;
            version.count(Fixtures.prediction("v1", "s" + n, "i", 1, answer));
            changes.addAll(version.add(
                    StudyAnswers.single(3, answer),
                    Fixtures.outputs(margin.applyAsDouble(n), repeat),
                    n,
                    Instant.ofEpochMilli(n)));
        }
        return changes;
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

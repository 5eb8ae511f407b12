package org.equipoise.monitor.alerting;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.alerting.AlertStep.Cause;
import org.equipoise.monitor.collapse.CollapseDetector;
import org.equipoise.monitor.collapse.MissingClassDetector;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class AlertBookTest {

    private final CollapseDetector collapses = new CollapseDetector(List.of(.90, .12, .06));
    private final MissingClassDetector misses = new MissingClassDetector(List.of(.84, .07, .025));
    private final AlertBook book = new AlertBook(new AlertLimits(1e6, 1e4), collapses, misses);
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    private long clock;

    @Test
    void aCollapseThatComesAndGoesIsOneAlertAndItsMissingClassesAreNone() {
        List<AlertStep> steps = new ArrayList<>();
        steps.addAll(studies(1000, .87, .09));
        steps.addAll(studies(3000, .99, .01));
        steps.addAll(studies(1500, .87, .09));

        List<AlertStep> confirmed = steps.stream()
                .filter(step -> step.state() == State.FIRING || step.cause() == Cause.RECOVERED)
                .toList();
        assertThat(confirmed)
                .extracting(AlertStep::kind, AlertStep::state, AlertStep::cause)
                .containsExactly(
                        tuple(Kind.COLLAPSE, State.FIRING, Cause.EVIDENCE),
                        tuple(Kind.COLLAPSE, State.RESOLVED, Cause.RECOVERED));
        assertThat(confirmed.get(0).sinceMillis()).isBetween(940L, 1060L);
    }

    @Test
    void aWeakDriftFiresOnceAndDoesNotFlap() {
        List<AlertStep> steps = studies(20_000, .94, .04);

        assertThat(steps)
                .filteredOn(step -> step.state() != State.PENDING && step.cause() != Cause.LAPSED)
                .extracting(AlertStep::kind, AlertStep::state)
                .containsExactly(tuple(Kind.COLLAPSE, State.FIRING));
    }

    @Test
    void aClassThatVanishesWhileNoOtherDominatesIsReportedAndEndsWhenItIsBack() {
        List<AlertStep> steps = new ArrayList<>();
        steps.addAll(studies(500, .87, .09));
        steps.addAll(studies(900, .895, .105));
        steps.addAll(studies(500, .87, .09));

        assertThat(steps)
                .filteredOn(step -> step.kind() == Kind.NEVER_PREDICTED)
                .filteredOn(step -> step.state() == State.FIRING || step.cause() == Cause.RECOVERED)
                .extracting(
                        AlertStep::kind,
                        AlertStep::state,
                        step -> step.suspicion().classIndex())
                .containsExactly(
                        tuple(Kind.NEVER_PREDICTED, State.FIRING, 2), tuple(Kind.NEVER_PREDICTED, State.RESOLVED, 2));
    }

    @Test
    void aCollapseThatMovesToAnotherClassEndsOneAlertAndBeginsTheNext() {
        List<AlertStep> steps = new ArrayList<>();
        steps.addAll(studies(400, 1, 0));
        steps.addAll(studies(400, 0, 1));

        assertThat(steps)
                .filteredOn(step -> step.state() == State.FIRING || step.cause() == Cause.RECOVERED)
                .extracting(AlertStep::state, step -> step.suspicion().classIndex())
                .containsExactly(tuple(State.FIRING, 0), tuple(State.RESOLVED, 0), tuple(State.FIRING, 1));
    }

    @Test
    void whatIsOpenIsToldToHaveEndedWhenItsVersionLeavesAndIsOpenWhenItIsBack() {
        studies(400, 1, 0);

        List<AlertStep> gone = book.suspend();
        List<AlertStep> back = book.resume();
        List<AlertStep> since = studies(300, .87, .09);

        assertThat(gone)
                .extracting(AlertStep::state, AlertStep::cause)
                .containsExactly(tuple(State.RESOLVED, Cause.SUPERSEDED));
        assertThat(back)
                .extracting(AlertStep::state, AlertStep::cause)
                .containsExactly(tuple(State.FIRING, Cause.SERVES_AGAIN));
        assertThat(since)
                .as("its own answers end it")
                .extracting(AlertStep::state, AlertStep::cause)
                .contains(tuple(State.RESOLVED, Cause.RECOVERED));
        assertThat(book.collapse()).isNull();
    }

    @Test
    void anotherVersionsHealthyAnswersEndWhatFiresAndSickOnesDoNot() {
        studies(400, 1, 0);
        List<AlertStep> sick = another(400, 1, 0);
        List<AlertStep> healthy = another(400, .87, .09);

        assertThat(sick).isEmpty();
        assertThat(healthy)
                .extracting(AlertStep::kind, AlertStep::state, AlertStep::cause)
                .containsExactly(tuple(Kind.COLLAPSE, State.RESOLVED, Cause.RECOVERED));
    }

    private List<AlertStep> another(int count, double none, double benign) {
        List<AlertStep> steps = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double x = random.nextDouble();
            steps.addAll(book.observeAnother(StudyAnswers.single(3, x < none ? 0 : x < none + benign ? 1 : 2), clock));
            clock++;
        }
        return steps;
    }

    @Test
    void anotherReferenceClosesEverything() {
        studies(400, 1, 0);

        List<AlertStep> steps = book.close(clock);

        assertThat(steps)
                .extracting(AlertStep::state, AlertStep::cause)
                .containsExactly(tuple(State.RESOLVED, Cause.TESTED_ANEW));
        assertThat(book.collapse()).isNull();
    }

    private List<AlertStep> studies(int count, double none, double benign) {
        List<AlertStep> steps = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            double x = random.nextDouble();
            var study = StudyAnswers.single(3, x < none ? 0 : x < none + benign ? 1 : 2);
            collapses.add(study, clock);
            misses.add(study, clock);
            steps.addAll(book.observe(study, clock));
            clock++;
        }
        return steps;
    }
}

package org.equipoise.monitor.response;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.equipoise.monitor.response.Successors.Candidate;
import org.equipoise.monitor.response.Successors.Choice;
import org.equipoise.monitor.response.Trainer.Version;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.monitor.watch.Fixtures.START;

class SuccessorsTest {

    static final List<Version> V1_SERVES_AFTER_V0 = List.of(
            new Version("v1", Outcome.PROMOTED, true, START.plusSeconds(10)),
            new Version("v0", Outcome.PROMOTED, false, START));

    private final SeenVersions watched = new SeenVersions();

    @Test
    void theNextOneIsTheLastPromotedBeforeThatNobodyTookOut() {
        Choice choice = of(List.of(
                new Version("new", Outcome.PROMOTED, false, START.plusSeconds(99)),
                new Version("serves", Outcome.PROMOTED, true, START.plusSeconds(50)),
                new Version("taken-out", Outcome.ROLLED_BACK, false, START.plusSeconds(40)),
                new Version("before", Outcome.PROMOTED, false, START.plusSeconds(30)),
                new Version("refused", Outcome.REFUSED, false, START.plusSeconds(20)),
                new Version("oldest", Outcome.PROMOTED, false, START),
                new Version("never-decided", null, false, null)));

        assertThat(choice.serving()).isEqualTo("serves");
        assertThat(choice.next()).extracting(Candidate::version).isEqualTo("before");
        assertThat(choice.candidates())
                .extracting(Candidate::version)
                .containsExactly("new", "taken-out", "before", "oldest");
        assertThat(choice.find(null))
                .hasValueSatisfying(next -> assertThat(next.version()).isEqualTo("before"));
        assertThat(choice.find("taken-out")).isPresent();
        assertThat(choice.find("refused")).isEmpty();
    }

    /** It was replaced by a promotion, so the registry takes it for one that served well. */
    @Test
    void aVersionThatWasReplacedWhileItWasCollapsedIsKnownToBeSick() {
        watched.all.add(leftCollapsed("v0"));
        watched.alerts.add(Fixtures.alert(State.RESOLVED, 400, null));

        Candidate next = of(V1_SERVES_AFTER_V0).next();

        assertThat(next).isEqualTo(new Candidate("v0", START, Condition.COLLAPSED, null, true));
        assertThat(of(List.of(new Version("v1", Outcome.PROMOTED, false, START)))
                        .next())
                .as("with what was said of it")
                .extracting(Candidate::lastAlert)
                .isEqualTo(watched.alerts.get(0).summary());
    }

    @Test
    void aSickVersionIsPutBackOnlyByWhoNamesItTwice() {
        watched.all.add(leftCollapsed("v0"));
        Choice choice = of(V1_SERVES_AFTER_V0);

        assertThat(choice.unconfirmed(null, null))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("version v0 was collapsed when it served last", "\"confirm\""));
        assertThat(choice.unconfirmed("v0", "v1")).isPresent();
        assertThat(choice.unconfirmed("v0", "v0")).isEmpty();
        assertThat(choice.unconfirmed("unknown", null)).isEmpty();
        watched.all.clear();
        assertThat(of(V1_SERVES_AFTER_V0).unconfirmed(null, null)).isEmpty();
    }

    @Test
    void ofAVersionThatWasNeverWatchedNothingIsClaimed() {
        assertThat(of(V1_SERVES_AFTER_V0).next()).isEqualTo(new Candidate("v0", START, null, null, false));
    }

    @Test
    void whereTheTrainerCannotBeAskedThereIsNoAnswer() {
        assertThat(new Successors(new Answering(null), watched).of("nodules")).isEmpty();
    }

    private Choice of(List<Version> versions) {
        return new Successors(new Answering(versions), watched).of("nodules").orElseThrow();
    }

    /** One that answered one class until another version took its place. */
    static WatchedVersion leftCollapsed(String version) {
        var watched = new WatchedVersion("nodules", version, Fixtures.LABELS, Fixtures.POLICY, 0);
        watched.promote(Fixtures.champion(version), Instant.EPOCH);
        List<Object> changes = new ArrayList<>();
        for (int n = 0; n < 400; n++) {
            watched.count(Fixtures.prediction(version, "s" + n, "i", 1, 0));
            changes.addAll(
                    watched.add(StudyAnswers.single(3, 0), Fixtures.outputs(.4 + n * 1e-3, false), n, Instant.EPOCH));
        }
        assertThat(changes).isNotEmpty();
        watched.supersede(START);
        return watched;
    }

    private record Answering(@Nullable List<Version> listed) implements Trainer {
        @Override
        public boolean known() {
            return true;
        }

        @Override
        public Optional<List<Version>> versions(String model) {
            return Optional.ofNullable(listed);
        }

        @Override
        public Answer rollBack(String model, @Nullable String from, @Nullable String to, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Answer hold(String model, @Nullable String version, String reason) {
            throw new UnsupportedOperationException();
        }
    }
}

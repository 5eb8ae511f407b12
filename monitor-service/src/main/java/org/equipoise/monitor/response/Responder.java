package org.equipoise.monitor.response;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.words.Reason;
import org.equipoise.monitor.alerting.Silences;
import org.equipoise.monitor.canary.CanaryWatch;
import org.equipoise.monitor.response.Proposal.Action;
import org.equipoise.monitor.response.ResponsePolicy.Mode;
import org.equipoise.monitor.response.Successors.Candidate;
import org.equipoise.monitor.response.Trainer.Answer;

/**
 * Says what to do about alerts, and where the policy is to act, takes a version out of service that is sick in every
 * instance. It keeps nothing: a request names the version that is to go, so that repeating it changes nothing, and when
 * it acted last is in the decisions.
 */
public final class Responder {

    /** How a reason begins that no person wrote. */
    public static final String SIGNED = "monitor-service: ";

    private final ResponsePolicy policy;
    private final CanaryWatch canaries;
    private final Silences silences;
    private final Function<String, List<ModelDecided>> decisions;
    private final Trainer trainer;
    private final Successors successors;
    private final Clock clock;
    private final Instant started;
    private final LongAdder taken = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** @param decisions about a model, the newest first */
    public Responder(
            ResponsePolicy policy,
            CanaryWatch canaries,
            Silences silences,
            Function<String, List<ModelDecided>> decisions,
            Trainer trainer,
            Successors successors,
            Clock clock) {
        this.policy = policy.checked();
        this.canaries = canaries;
        this.silences = silences;
        this.decisions = decisions;
        this.trainer = trainer;
        this.successors = successors;
        this.clock = clock;
        started = clock.instant();
    }

    /** What to do about an alert; empty where the policy is to say nothing, or nothing would help. */
    public Optional<Proposal> proposal(AlertChanged alert) {
        return policy.mode() == Mode.OFF
                ? Optional.empty()
                : Proposal.of(alert, canaries.of(alert.model()), clock.instant());
    }

    /** Takes out of service what is to be taken out without asking. Blocks while the trainer decides. */
    public void act(Supplier<List<AlertChanged>> alerts) {
        if (policy.mode() != Mode.ACT || !trainer.known()) {
            return;
        }
        for (AlertChanged alert : alerts.get()) {
            if (alert.state() == State.FIRING && mayAct(alert)) {
                proposal(alert)
                        .filter(proposal -> proposal.action() == Action.ROLL_BACK)
                        .ifPresent(this::takeOut);
            }
        }
    }

    /** Not before every instance was heard, not while an operator is at it, and not twice in a short time. */
    private boolean mayAct(AlertChanged alert) {
        Instant now = clock.instant();
        return !now.isBefore(started.plus(policy.settle()))
                && silences.over(alert, now).isEmpty()
                && serves(alert)
                && decisions.apply(alert.model()).stream()
                        .filter(decision -> String.valueOf(decision.reason()).startsWith(SIGNED))
                        .allMatch(decision -> decision.decidedAt().isBefore(now.minus(policy.atMostEvery())));
    }

    private boolean serves(AlertChanged alert) {
        return decisions.apply(alert.model()).stream()
                .findFirst()
                .map(ModelDecided::champion)
                .filter(champion -> champion.version().equals(alert.modelVersion()))
                .isPresent();
    }

    private void takeOut(Proposal proposal) {
        String reason = shorten(SIGNED + proposal.reason());
        Candidate next =
                successors.of(proposal.model()).map(Successors.Choice::next).orElse(null);
        if (next != null && next.sick()) {
            count(trainer.hold(
                    proposal.model(),
                    proposal.version(),
                    shorten(SIGNED + "version " + next.version() + " was sick, too, when it served last. "
                            + proposal.reason())));
            return;
        }
        Answer answer =
                trainer.rollBack(proposal.model(), proposal.version(), next == null ? null : next.version(), reason);
        if (answer.status() == 409) {
            // None was promoted before: no answers are better than those of a sick model.
            answer = trainer.hold(proposal.model(), proposal.version(), reason);
        }
        count(answer);
    }

    private void count(Answer answer) {
        (answer.done() ? taken : failed).increment();
    }

    private static String shorten(String reason) {
        return reason.length() <= Reason.MOST_CHARACTERS
                ? reason
                : reason.substring(0, Reason.MOST_CHARACTERS - 1) + "…";
    }

    /** Versions that were taken out without asking. */
    public long actions() {
        return taken.sum();
    }

    /** Attempts of that which failed. */
    public long failures() {
        return failed.sum();
    }
}

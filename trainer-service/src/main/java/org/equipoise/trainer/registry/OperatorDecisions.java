package org.equipoise.trainer.registry;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.trainer.canary.Canaries;
import org.equipoise.trainer.canary.CanaryTrial;
import org.equipoise.trainer.canary.CanaryTrial.Replay;
import org.jspecify.annotations.Nullable;

/**
 * Says what serves because a person says so. A rollback puts an earlier version in the champion's place, a promotion
 * one that is not shown to be better; a hold puts none there, until a version is promoted or rolled back to.
 *
 * <p>The log keeps one record for each model, so the history is in the cards: a version whose card says "promoted" may
 * be returned to, and one that was taken out is passed over unless it is named. Repeating a request changes nothing.
 */
public final class OperatorDecisions {

    private final ModelObjects objects;
    private final CanaryTrial trial;
    private final VersionProbe probe;
    private final DecisionWriter writer;

    /**
     * @param trial loads a version that has canaries
     * @param probe loads a version that has none, such as one that nobody judged
     */
    public OperatorDecisions(ModelObjects objects, CanaryTrial trial, VersionProbe probe, DecisionWriter writer) {
        this.objects = objects;
        this.trial = trial;
        this.probe = probe;
        this.writer = writer;
    }

    /**
     * What to roll back.
     *
     * @param from the version believed to serve; the request is refused when another one does. Absent: whichever serves
     * @param to the version to return to. Absent: the last one promoted before, of those that were not taken out
     */
    public record Rollback(@Nullable String from, @Nullable String to, String reason) {}

    /**
     * What to promote.
     *
     * @param from the version believed to serve; the request is refused when another one does. Absent: whichever serves
     * @param version that the gate refused for its comparison with the champion alone
     */
    public record Promotion(@Nullable String from, String version, String reason) {}

    /** Puts an earlier version in the champion's place. */
    public OperatorOutcome rollback(String model, Rollback request) {
        return tried(model, (last, now, unfit) -> rollback(last, request, now, unfit));
    }

    /** Puts a version in the champion's place that is not shown to be better, because a person wants it there. */
    public OperatorOutcome promote(String model, Promotion request) {
        return tried(model, (last, now, unfit) -> promote(last, request, now, unfit));
    }

    /** What is decided about a model whose last decision is known. */
    private interface Choice {
        OperatorOutcome of(ModelDecided last, Instant now, Function<StoredVersion, Optional<String>> unfit);
    }

    /** A version that is to serve is tried between two turns, not in one. */
    private OperatorOutcome tried(String model, Choice choice) {
        Map<String, Optional<String>> unfit = new HashMap<>();
        while (true) {
            var untried = new AtomicReference<@Nullable StoredVersion>();
            var outcome = new Answer(model);
            writer.write(model, (last, now) -> {
                untried.set(null);
                if (last.isEmpty()) {
                    return Optional.empty();
                }
                outcome.value = choice.of(last.get(), now, target -> {
                    Optional<String> known = unfit.get(target.version());
                    if (known == null) {
                        untried.set(target);
                        return Optional.of("it was not tried yet");
                    }
                    return known;
                });
                return decidedAt(outcome.value, now);
            });
            StoredVersion target = untried.get();
            if (target == null) {
                return outcome.value;
            }
            unfit.put(target.version(), unfit(target));
        }
    }

    /**
     * Takes the champion out of service and leaves none.
     *
     * @param version the version believed to serve, or null for whichever serves
     */
    public OperatorOutcome hold(String model, @Nullable String version, String reason) {
        var outcome = new Answer(model);
        writer.write(model, (last, now) -> {
            if (last.isEmpty()) {
                return Optional.empty();
            }
            outcome.value = hold(last.get(), version, reason, now);
            return decidedAt(outcome.value, now);
        });
        return outcome.value;
    }

    private static final class Answer {
        private OperatorOutcome value;

        Answer(String model) {
            value = new OperatorOutcome.Unknown("nothing was decided about a model \"" + model + "\"");
        }
    }

    /** Only what was decided in this turn is published. */
    private static Optional<ModelDecided> decidedAt(OperatorOutcome outcome, Instant now) {
        return outcome.<Optional<ModelDecided>>fold(
                        done -> Optional.of(done.decision()), unknown -> Optional.empty(), no -> Optional.empty())
                .filter(decision -> decision.decidedAt().equals(now));
    }

    private OperatorOutcome hold(ModelDecided last, @Nullable String version, String reason, Instant now) {
        Champion champion = last.champion();
        if (champion == null) {
            boolean repeated = last.outcome() == Outcome.HELD && (version == null || version.equals(last.version()));
            return repeated
                    ? new OperatorOutcome.Done(last)
                    : new OperatorOutcome.Refused("no version of " + last.model() + " serves");
        }
        if (version != null && !version.equals(champion.version())) {
            return new OperatorOutcome.Refused(
                    "version " + version + " does not serve " + last.model() + ": " + champion.version() + " does");
        }
        ModelDecided held = withdrawn(last, champion.version(), Outcome.HELD, null, reason, now);
        objects.putDecision(held);
        return new OperatorOutcome.Done(held);
    }

    private OperatorOutcome rollback(
            ModelDecided last, Rollback request, Instant now, Function<StoredVersion, Optional<String>> unfit) {
        Champion champion = last.champion();
        String serving = champion == null ? null : champion.version();
        String from = request.from();
        String to = request.to();
        boolean done = serving != null && serving.equals(to)
                || from != null
                        && !from.equals(serving)
                        && last.outcome() == Outcome.ROLLED_BACK
                        && from.equals(last.version())
                        && (to == null || to.equals(serving));
        if (done) {
            return new OperatorOutcome.Done(last);
        }
        if (from != null && !from.equals(serving)) {
            return anotherServes(last, from);
        }
        List<StoredVersion> versions = objects.versions(last.model());
        Optional<StoredVersion> target = to == null
                ? before(versions, serving)
                : versions.stream().filter(v -> v.version().equals(to)).findFirst();
        if (target.isEmpty()) {
            return new OperatorOutcome.Refused(
                    to == null
                            ? "no version of " + last.model() + " was promoted before "
                                    + (serving == null ? last.version() : serving)
                                    + ", of those that were not taken out of service"
                            : "the registry has no version " + to + " of " + last.model());
        }
        if (!target.get().served()) {
            return new OperatorOutcome.Refused("version " + target.get().version() + " was never promoted");
        }
        return unfit.apply(target.get())
                .<OperatorOutcome>map(OperatorOutcome.Refused::new)
                .orElseGet(() -> new OperatorOutcome.Done(restore(last, target.get(), request.reason(), now)));
    }

    private static OperatorOutcome anotherServes(ModelDecided last, String from) {
        Champion champion = last.champion();
        return new OperatorOutcome.Refused("version " + from + " does not serve " + last.model() + ": "
                + (champion == null ? "none" : champion.version()) + " does");
    }

    private OperatorOutcome promote(
            ModelDecided last, Promotion request, Instant now, Function<StoredVersion, Optional<String>> unfit) {
        Champion champion = last.champion();
        if (champion != null && champion.version().equals(request.version())) {
            return new OperatorOutcome.Done(last);
        }
        String from = request.from();
        if (from != null && (champion == null || !from.equals(champion.version()))) {
            return anotherServes(last, from);
        }
        Optional<StoredVersion> target = objects.versions(last.model()).stream()
                .filter(known -> known.version().equals(request.version()))
                .findFirst();
        if (target.isEmpty()) {
            return new OperatorOutcome.Refused(
                    "the registry has no version " + request.version() + " of " + last.model());
        }
        return HandPromotion.refusal(last, target.get())
                .or(() -> unfit.apply(target.get()))
                .<OperatorOutcome>map(OperatorOutcome.Refused::new)
                .orElseGet(() -> {
                    ModelDecided promoted = HandPromotion.of(last.model(), target.get(), now, request.reason());
                    objects.putDecision(promoted);
                    return new OperatorOutcome.Done(promoted);
                });
    }

    /** The last version promoted before the one that serves, of those that stand. */
    private static Optional<StoredVersion> before(List<StoredVersion> versions, @Nullable String serving) {
        Instant present = versions.stream()
                .filter(v -> v.version().equals(serving))
                .findFirst()
                .map(OperatorDecisions::decidedAt)
                .orElse(Instant.MAX);
        return versions.stream()
                .filter(v -> v.stands()
                        && !v.version().equals(serving)
                        && decidedAt(v).isBefore(present))
                .max(Comparator.comparing(OperatorDecisions::decidedAt));
    }

    private static Instant decidedAt(StoredVersion version) {
        ModelDecided decision = version.decision();
        return decision == null ? Instant.MAX : decision.decidedAt();
    }

    /** Why a version cannot serve, if it cannot. */
    private Optional<String> unfit(StoredVersion target) {
        Champion champion = target.champion();
        Optional<Canaries> canaries = objects.canaries(champion).filter(known -> known.size() > 0);
        return canaries.map(known -> trial.replay(champion, target.trained().dataset(), known)
                        .<Optional<String>>fold(
                                answered -> Optional.empty(),
                                (Replay.Unusable unusable) -> Optional.of(unusable.reason())))
                .orElseGet(() -> probed(champion))
                .map(reason -> "version " + target.version() + " cannot serve: " + reason);
    }

    private Optional<String> probed(Champion champion) {
        try {
            probe.probe(champion);
            return Optional.empty();
        } catch (InvalidModelException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private ModelDecided restore(ModelDecided last, StoredVersion target, String reason, Instant now) {
        Champion champion = last.champion();
        String taken = champion == null ? last.version() : champion.version();
        ModelDecided back = withdrawn(last, taken, Outcome.ROLLED_BACK, target.champion(), reason, now);
        objects.putDecision(back);
        ModelDecided standing = target.decision();
        if (standing != null && !target.stands()) {
            objects.putDecision(new ModelDecided(
                    last.model(),
                    target.version(),
                    standing.runId(),
                    Outcome.PROMOTED,
                    standing.checks(),
                    target.champion(),
                    now,
                    reason));
        }
        return back;
    }

    /** A decision about a version that served, with what the gate had said about it. */
    private ModelDecided withdrawn(
            ModelDecided last,
            String version,
            Outcome outcome,
            @Nullable Champion champion,
            String reason,
            Instant now) {
        Optional<ModelDecided> known =
                last.version().equals(version) ? Optional.of(last) : objects.decision(last.model(), version);
        String runId = known.map(ModelDecided::runId).orElse("unknown");
        List<GateCheck> checks = known.map(ModelDecided::checks).orElse(List.of());
        return new ModelDecided(last.model(), version, runId, outcome, checks, champion, now, reason);
    }
}

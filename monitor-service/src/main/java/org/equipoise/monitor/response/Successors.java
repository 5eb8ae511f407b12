package org.equipoise.monitor.response;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.monitor.response.Trainer.Version;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersions;
import org.jspecify.annotations.Nullable;

/**
 * What may serve in the place of a version, and how each was when it served last. A version that another one replaced
 * while it was sick stands in the registry as one that served well: only what was watched tells.
 */
public final class Successors {

    private final Trainer trainer;
    private final WatchedVersions watched;

    /**
     * One version that served before.
     *
     * @param decidedAt when it was promoted or taken out last
     * @param lastCondition how it was when it served last; absent where it was not watched here
     * @param lastAlert what was said of it last; absent where nothing was
     * @param sick whether something fired about it when it was taken out: it is put back only by who confirms it
     */
    public record Candidate(
            String version,
            Instant decidedAt,
            @Nullable Condition lastCondition,
            @Nullable String lastAlert,
            boolean sick) {}

    /**
     * What may serve.
     *
     * @param serving the version that serves; absent where none does
     * @param next what a rollback puts in its place that names none; absent where none was promoted before
     * @param candidates every version that served before, the one decided about last at the beginning
     */
    public record Choice(@Nullable String serving, @Nullable Candidate next, List<Candidate> candidates) {

        public Choice {
            candidates = List.copyOf(candidates);
        }

        /** A version that served before, or for null the next one. */
        public Optional<Candidate> find(@Nullable String version) {
            return version == null
                    ? Optional.ofNullable(next)
                    : candidates.stream()
                            .filter(candidate -> candidate.version().equals(version))
                            .findFirst();
        }

        /**
         * Why a version is not put back without a second word, if it is not.
         *
         * @param to the version that is to come; null for the next one
         * @param confirm the second word: the version's name
         */
        public Optional<String> unconfirmed(@Nullable String to, @Nullable String confirm) {
            return find(to).filter(candidate ->
                            candidate.sick() && !candidate.version().equals(confirm))
                    .map(candidate -> "version " + candidate.version() + " was "
                            + String.valueOf(candidate.lastCondition())
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', ' ')
                            + " when it served last, and nothing has shown since that it is not any more: name it in"
                            + " \"confirm\" to put it back all the same");
        }
    }

    /** Asks the trainer what there is, and what is watched how it was. */
    public Successors(Trainer trainer, WatchedVersions watched) {
        this.trainer = trainer;
        this.watched = watched;
    }

    /** What may serve for a model; empty where the trainer cannot be asked. Blocks while it is asked. */
    public Optional<Choice> of(String model) {
        return trainer.versions(model).map(versions -> choice(model, versions));
    }

    private Choice choice(String model, List<Version> versions) {
        List<WatchedVersion> known = watched.all().stream()
                .filter(version -> version.model().equals(model))
                .toList();
        List<AlertChanged> alerts = watched.alerts().stream()
                .filter(alert -> alert.model().equals(model))
                .sorted(Comparator.comparing(AlertChanged::changedAt).reversed())
                .toList();
        Version serving = versions.stream().filter(Version::serving).findFirst().orElse(null);
        Instant since = serving == null ? null : serving.decidedAt();
        Candidate next = null;
        List<Candidate> candidates = new ArrayList<>();
        for (Version version : versions.stream()
                .filter(version -> !version.serving() && version.served())
                .sorted(Comparator.comparing(Successors::decided).reversed())
                .toList()) {
            Candidate candidate = candidate(version, known, alerts);
            candidates.add(candidate);
            // As the trainer chooses: the last one promoted before, of those that were not taken out.
            boolean before = since == null || decided(version).isBefore(since);
            next = next == null && version.stands() && before ? candidate : next;
        }
        return new Choice(serving == null ? null : serving.version(), next, candidates);
    }

    private static Candidate candidate(Version version, List<WatchedVersion> known, List<AlertChanged> alerts) {
        Condition last = known.stream()
                .filter(watched -> watched.version().equals(version.version()))
                .map(WatchedVersion::lastCondition)
                .findFirst()
                .orElse(null);
        String alert = alerts.stream()
                .filter(told -> told.modelVersion().equals(version.version()))
                .map(AlertChanged::summary)
                .findFirst()
                .orElse(null);
        return new Candidate(version.version(), decided(version), last, alert, last != null && last.sick());
    }

    private static Instant decided(Version version) {
        Instant at = version.decidedAt();
        return at == null ? Instant.EPOCH : at;
    }
}

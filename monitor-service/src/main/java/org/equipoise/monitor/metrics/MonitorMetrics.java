package org.equipoise.monitor.metrics;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.metrics.UnforeseenMetrics;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.deadletters.DeadLetters;
import org.equipoise.monitor.rhythm.RhythmPolicy;
import org.equipoise.monitor.rhythm.Rhythms;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.WatchListener;
import org.equipoise.monitor.watch.WatchedVersion;

/**
 * The meters that the dashboards and alert rules read; the only place in this service that names one. Gauges of a
 * version exist while it serves or is an outside one; a superseded version has none, unless its alerts outlast it.
 */
public final class MonitorMetrics implements WatchListener {

    /** Label of alerts that are not about one class. */
    private static final String ANY_CLASS = "any";

    /** The source of labelled images that are shown to a version from time to time. */
    private static final String CANARIES = "canaries";

    private final MeterRegistry registry;
    private final UnforeseenMetrics unforeseen;
    private final RhythmPolicy rhythmPolicy;
    private final Clock clock;
    private final Counter duplicates;
    private final CauseMetrics causes;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    /** The meters of one version and what they show. */
    private static final class Watched {
        private final List<Meter> meters = new ArrayList<>();
        private final Set<String> sources = new HashSet<>();
        private volatile VersionReadings readings;

        Watched(VersionReadings readings) {
            this.readings = readings;
        }
    }

    /** Registers the meters that do not depend on a model. */
    public MonitorMetrics(MeterRegistry registry, CollapsePolicy policy, RhythmPolicy rhythmPolicy, Clock clock) {
        this.registry = registry;
        unforeseen = new UnforeseenMetrics(registry);
        causes = new CauseMetrics(registry);
        this.rhythmPolicy = rhythmPolicy.checked();
        this.clock = clock;
        duplicates = Counter.builder("equipoise.monitor.duplicates")
                .description("Predictions that were delivered again and changed nothing")
                .register(registry);
        double threshold = Math.log10(policy.meanStudiesBetweenFalseAlarms());
        Gauge.builder("equipoise.model.collapse.threshold", () -> threshold)
                .description("Decimal logarithm of the odds at which a collapse alert fires")
                .register(registry);
        alertsOpen("pending", 1);
        alertsOpen("firing", 2);
    }

    /**
     * Registers the counters of dead letters. To be called when those that were there are counted: a counter that began
     * at 0 after each restart would look like new dead letters.
     */
    public void countDeadLetters(DeadLetters deadLetters) {
        for (DeadLetters.Tally tally : deadLetters.all()) {
            FunctionCounter.builder("equipoise.dead.letters", deadLetters, all -> all.count(tally.topic()))
                    .description("Records that could not be handled, by dead-letter topic")
                    .tag("topic", tally.topic())
                    .register(registry);
        }
    }

    /** These topics are read: a counter that appeared with its first failure would not have grown. */
    public void reads(Collection<String> topics) {
        unforeseen.reads(topics);
    }

    /** Something failed with a record of this topic that nobody foresaw. */
    public void unforeseen(String topic) {
        unforeseen.count(topic);
    }

    private void alertsOpen(String state, int level) {
        Gauge.builder("equipoise.alerts.open", watched, all -> open(all, level))
                .description("Alerts that are pending or firing")
                .tag("state", state)
                .strongReference(true)
                .register(registry);
    }

    private static long open(Map<String, Watched> all, int level) {
        long open = 0;
        for (Watched version : all.values()) {
            open += version.readings.open(level);
        }
        return open;
    }

    @Override
    public void changed(WatchedVersion version) {
        if (version.condition() == Condition.SUPERSEDED && !version.outlasts()) {
            released(version.model(), version.version());
            return;
        }
        VersionReadings readings = VersionReadings.of(version);
        Watched known = watched.get(version.id());
        if (known == null) {
            watched.put(version.id(), register(version, new Watched(readings)));
        } else {
            known.readings = readings;
            rhythms(version, known);
        }
        causes.changed(version);
    }

    @Override
    public void released(String model, String version) {
        Watched gone = watched.remove(model + "/" + version);
        if (gone != null) {
            gone.meters.forEach(registry::remove);
        }
        causes.released(model + "/" + version);
    }

    @Override
    public void duplicate() {
        duplicates.increment();
    }

    private Watched register(WatchedVersion version, Watched shown) {
        List<Meter> meters = shown.meters;
        Tags tags = Tags.of("model", version.model(), "version", version.version());
        meters.add(FunctionCounter.builder("equipoise.monitor.predictions", shown, r -> r.readings.predictions())
                .description("Predictions counted, each once")
                .tags(tags)
                .register(registry));
        for (int k = 0; k < version.labels().size(); k++) {
            Tags ofClass = tags.and("class", version.labels().get(k));
            int index = k;
            meters.add(gauge(
                    "equipoise.model.answers.share",
                    "Recent share of a class among the answers, in [0, 1]",
                    ofClass,
                    shown,
                    r -> r.classes().get(index).share()));
            meters.add(gauge(
                    "equipoise.model.healthy.share",
                    "Share of a class among the answers of the healthy model, in [0, 1]",
                    ofClass,
                    shown,
                    r -> r.classes().get(index).healthyShare()));
            meters.add(gauge(
                    "equipoise.model.healthy.share.upper",
                    "Upper confidence bound of the healthy share, in [0, 1]",
                    ofClass,
                    shown,
                    r -> r.classes().get(index).healthyUpperBound()));
            meters.add(gauge(
                    "equipoise.model.collapse.evidence",
                    "Decimal logarithm of the odds that a class takes too many answers",
                    ofClass,
                    shown,
                    r -> decades(r.classes().get(index).evidence())));
            meters.add(alert(
                    ofClass, Kind.COLLAPSE, shown, r -> r.classes().get(index).collapse()));
            meters.add(alert(
                    ofClass,
                    Kind.NEVER_PREDICTED,
                    shown,
                    r -> r.classes().get(index).missing()));
        }
        meters.add(gauge(
                "equipoise.model.canaries",
                "Last replay of labelled images: 1 sound, 0 sick; no value before the first one",
                tags,
                shown,
                VersionReadings::canaries));
        rhythms(version, shown);
        for (Kind kind : List.of(Kind.CONSTANT_OUTPUT, Kind.SQUASHED_SCORES)) {
            meters.add(gauge(
                    "equipoise.model.scores.evidence",
                    "Decimal logarithm of the odds that the output is constant or the scores are squashed",
                    tags.and("kind", kind.wireName()),
                    shown,
                    r -> decades(r.scores(kind).evidence())));
            meters.add(alert(
                    tags.and("class", ANY_CLASS),
                    kind,
                    shown,
                    r -> r.scores(kind).level()));
        }
        return shown;
    }

    /** A gauge for each source of which enough is known by now. */
    private void rhythms(WatchedVersion version, Watched shown) {
        Tags tags = Tags.of("model", version.model(), "version", version.version());
        for (Rhythms.Known known : shown.readings.rhythms()) {
            if (shown.sources.add(known.source())) {
                shown.meters.add(silent(tags, known.source(), shown));
            }
        }
        if (shown.readings.canariesUntilMillis() != null && shown.sources.add(CANARIES)) {
            shown.meters.add(silent(tags, CANARIES, shown));
        }
    }

    private Gauge silent(Tags tags, String source, Watched shown) {
        return gauge(
                "equipoise.model.silent",
                "1 while nothing came of a source, or of any, for much longer than usual; none while that is not known",
                tags.and("source", SourceLabel.of(source)),
                shown,
                readings -> quiet(readings, source) ? 1 : 0);
    }

    private boolean quiet(VersionReadings readings, String source) {
        Instant now = clock.instant();
        if (!rhythmPolicy.enabled()) {
            return false;
        }
        Long until = readings.canariesUntilMillis();
        if (source.equals(CANARIES)) {
            return until != null && now.toEpochMilli() > until;
        }
        return readings.rhythms().stream()
                .anyMatch(
                        known -> known.source().equals(source) && known.rhythm().silent(now, rhythmPolicy.atLeast()));
    }

    /** No evidence at all has no logarithm: a gap. */
    private static double decades(double odds) {
        return odds > 0 ? Math.log10(odds) : Double.NaN;
    }

    private Gauge alert(Tags tags, Kind kind, Watched shown, ToDoubleFunction<VersionReadings> level) {
        return gauge(
                "equipoise.model.alert",
                "State of an alert: 0 none, 1 pending, 2 firing",
                tags.and("kind", kind.wireName()),
                shown,
                level);
    }

    private Gauge gauge(
            String name, String description, Tags tags, Watched shown, ToDoubleFunction<VersionReadings> value) {
        return Gauge.builder(name, shown, r -> value.applyAsDouble(r.readings))
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }
}

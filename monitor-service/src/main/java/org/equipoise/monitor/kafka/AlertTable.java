package org.equipoise.monitor.kafka;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.watch.AlertEvents;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/** What was told of each alert of one task, and how the next change of one is told. */
final class AlertTable {

    private static final String SOURCE = "equipoise/monitor-service";

    private final KeyValueStore<String, byte[]> store;
    private final Readable readable;
    private final Consumer<Record<String, WatchOutput>> forward;
    private final LongSupplier clock;

    /**
     * @param forward takes what is to be written to the topic of alerts
     * @param clock wall-clock time, epoch milliseconds
     */
    AlertTable(
            KeyValueStore<String, byte[]> store,
            Readable readable,
            Consumer<Record<String, WatchOutput>> forward,
            LongSupplier clock) {
        this.store = store;
        this.readable = readable;
        this.forward = forward;
        this.clock = clock;
    }

    /** Tells these changes. */
    void tell(List<AlertChanged> changes) {
        for (AlertChanged step : changes) {
            AlertChanged change = withWhatIsKnown(step);
            store.put(change.alertId(), StoredBytes.checked(change.alertId(), EventCodec.write(change)));
            var headers = new RecordHeaders(
                    EventHeaders.cloudEvent(Topics.ALERTS_CHANGED, change.changeId(), SOURCE, change.changedAt()));
            forward.accept(new Record<>(change.alertId(), new WatchOutput.Alert(change), clock.getAsLong(), headers));
        }
    }

    /** Who reads in the morning that it is over reads what lay behind it, and what was found out about it. */
    private AlertChanged withWhatIsKnown(AlertChanged step) {
        Optional<AlertChanged> before = last(step.alertId());
        AlertChanged change =
                step.state() == State.RESOLVED ? before.map(step::explainedAs).orElse(step) : step;
        return before.filter(told -> told.state() != State.RESOLVED && change.diagnosis() == null)
                .map(AlertChanged::diagnosis)
                .map(found -> change.diagnosed(found, change.changedAt()))
                .orElse(change);
    }

    private Optional<AlertChanged> last(String alertId) {
        return readable.read(WatchStores.ALERTS, store.get(alertId), Readable.json(AlertChanged.class));
    }

    /**
     * The alert that a diagnosis explains, if it fires. The same is not told twice: who diagnoses hears of alerts that
     * change.
     */
    List<AlertChanged> diagnosed(DiagnosisMade diagnosis) {
        String alertId = diagnosis.alertId();
        if (alertId == null) {
            return List.of();
        }
        var found = new AlertChanged.Diagnosis(diagnosis.diagnosisId(), diagnosis.sentence());
        return last(alertId)
                .filter(told -> told.state() == State.FIRING && told.model().equals(diagnosis.model()))
                .filter(told -> !diagnosis.diagnosedAt().isBefore(told.since()))
                .filter(told -> saysMore(found, told.diagnosis()))
                .map(told -> told.diagnosed(found, now()))
                .stream()
                .toList();
    }

    private static boolean saysMore(AlertChanged.Diagnosis found, AlertChanged.@Nullable Diagnosis told) {
        return told == null
                || (!told.diagnosisId().equals(found.diagnosisId())
                        && !told.sentence().equals(found.sentence()));
    }

    /** The firing alerts of a version that are explained otherwise now. */
    List<AlertChanged> explainedAnew(WatchedVersion version) {
        return told(version.id())
                .filter(told -> told.state() == State.FIRING)
                .flatMap(told -> version.explainedAnew(told, now()).stream())
                .toList();
    }

    /** The ends of what is open of a version of which nothing is known any more. */
    List<AlertChanged> forgotten(WatchedVersion version) {
        return told(version.id())
                .filter(told -> told.state() != State.RESOLVED)
                .map(open -> AlertEvents.forgotten(open, now()))
                .toList();
    }

    /** The last change of every alert of {@code model/version}. */
    private Stream<AlertChanged> told(String id) {
        List<AlertChanged> told = new ArrayList<>();
        // "0" follows "/": exactly the keys that begin with the version's id and a slash.
        try (var all = store.range(id + "/", id + "0")) {
            all.forEachRemaining(
                    entry -> readable.read(WatchStores.ALERTS, entry.value, Readable.json(AlertChanged.class))
                            .ifPresent(told::add));
        }
        return told.stream();
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.getAsLong());
    }
}

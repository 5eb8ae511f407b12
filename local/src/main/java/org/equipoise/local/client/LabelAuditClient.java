package org.equipoise.local.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;

/** Follows audits of labels, which {@link TrainingClient#request} asks for with the recipe {@value #RECIPE}. */
public final class LabelAuditClient {

    /** The recipe that asks for an audit instead of a training. */
    public static final String RECIPE = "labels";

    private final StackConnection connection;

    public LabelAuditClient(StackConnection connection) {
        this.connection = connection;
    }

    /**
     * Follows an audit to its end. Needs no luck with timing: it reads the topics from their beginning.
     *
     * @param patience how long the trainer may be silent, which it is while it examines
     * @param listener gets every progress event of the audit, in order
     * @throws ClientException if the trainer is silent for longer
     */
    public LabelAuditOutcome follow(String runId, Duration patience, Consumer<TrainingProgressed> listener) {
        TrainingProgressed last = RequestEnd.await(connection, runId, patience, listener);
        return last.phase() == Phase.FAILED
                ? new LabelAuditOutcome.Failed(last.message())
                : new LabelAuditOutcome.Examined(last.message(), suspects(runId));
    }

    /** The suspects of an audit that has finished: they are stored before it says so. */
    private List<LabelSuspected> suspects(String runId) {
        Map<String, LabelSuspected> byImage = new LinkedHashMap<>();
        try (TopicReader reader = connection.reader(Topics.LABELS_SUSPECTED)) {
            reader.readToEnd(record -> {
                try {
                    LabelSuspected event = EventCodec.read(record.value(), LabelSuspected.class);
                    if (event.runId().equals(runId)) {
                        byImage.put(event.imageId(), event);
                    }
                } catch (MalformedEventException e) {
                    // Not a suspect.
                    return;
                }
            });
        }
        return byImage.values().stream()
                .sorted(Comparator.comparingInt(LabelSuspected::rank))
                .toList();
    }
}

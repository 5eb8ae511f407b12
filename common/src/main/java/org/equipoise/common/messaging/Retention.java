package org.equipoise.common.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long Kafka keeps records, of {@code ./equipoise up} and on containers, unless somebody chose otherwise. What says
 * what a model answered, and who labelled what, stays for ever, as an audit asks for it; so does the last record of
 * each key of a compacted topic. What carries data of its senders, or is of use to one run, goes.
 */
public final class Retention {

    /** Of a record that could not be handled: it may hold anything. */
    public static final Duration DEAD_LETTERS = Duration.ofDays(30);

    /** Of work that was handed out, and of what imaging systems send. */
    public static final Duration WORK = Duration.ofDays(90);

    private static final Set<String> OF_USE_FOR_A_WHILE = Set.of(
            Topics.STUDIES_PUBLISHED,
            Topics.IMAGES_REJECTED,
            Topics.TRAINING_REQUESTED,
            Topics.TRAINING_PROGRESSED,
            Topics.DIAGNOSES_REQUESTED,
            Topics.SHARDS_REQUESTED,
            Topics.SHARDS_READY);

    static final String TIME = "retention.ms";

    private Retention() {}

    /**
     * The settings of a topic, or of a topic of dead letters. Where records go at all, they go by the time when they
     * arrived, not by the time that a sender wrote on them: one that repeats what is a year old loses nothing.
     */
    public static Map<String, String> settings(String topic) {
        Map<String, String> settings = new HashMap<>();
        settings.put("cleanup.policy", Topics.compacted().contains(topic) ? "compact" : "delete");
        if (topic.endsWith(".dlq")) {
            forget(settings, DEAD_LETTERS);
        } else if (OF_USE_FOR_A_WHILE.contains(topic)) {
            forget(settings, WORK);
        } else {
            settings.put(TIME, "-1");
        }
        return settings;
    }

    private static void forget(Map<String, String> settings, Duration after) {
        settings.put(TIME, Long.toString(after.toMillis()));
        settings.put("message.timestamp.type", "LogAppendTime");
    }
}

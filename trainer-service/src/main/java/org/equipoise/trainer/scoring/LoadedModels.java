package org.equipoise.trainer.scoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.events.ModelDecided.Champion;

/**
 * The versions in memory, one per model, the least recently used first to go. A new champion replaces the old version
 * on its next use. One batch at a time.
 *
 * <p>A stored version that cannot be loaded is tried a few times and then left alone for a while, so that it costs the
 * other models nothing; another champion is tried at once.
 */
public final class LoadedModels implements AutoCloseable {

    private final ClassifierLoader loader;
    private final int capacity;
    private final int attempts;
    private final Duration pause;
    private final Clock clock;
    private final Map<String, Loaded> loaded = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Fault> faults = new TreeMap<>();

    private record Loaded(Champion champion, Classifier classifier) {}

    /** @param retryAt when loading is tried again; what was loaded is asked again at any time */
    private record Fault(String artifactKey, String reason, Instant retryAt) {}

    /**
     * @param capacity models kept in memory, at least 1
     * @param attempts how often a version is tried before it is left alone, at least 1
     * @param pause for how long it is left alone
     */
    public LoadedModels(ClassifierLoader loader, int capacity, int attempts, Duration pause, Clock clock) {
        if (capacity < 1 || attempts < 1) {
            throw new IllegalArgumentException(
                    "need room for at least one model and one attempt, got " + capacity + " and " + attempts);
        }
        this.loader = loader;
        this.capacity = capacity;
        this.attempts = attempts;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * The champion's answers; loads it first where needed.
     *
     * @throws UnusableModelException if the stored version cannot be loaded, or does not answer this batch
     */
    public synchronized ClassProbabilities classify(String model, Champion champion, ImageBatch batch) {
        return answers(model, champion, classifier(model, champion), batch);
    }

    /**
     * The same for a check that goes through all models, one after the other: a model that is in memory answers from
     * there, but one that is not takes no other's place and is gone again afterwards.
     */
    public synchronized ClassProbabilities classifyInPassing(String model, Champion champion, ImageBatch batch) {
        if (loaded.containsKey(model) || loaded.size() < capacity) {
            return classify(model, champion, batch);
        }
        try (Classifier passing = load(model, champion)) {
            return answers(model, champion, passing, batch);
        }
    }

    private ClassProbabilities answers(String model, Champion champion, Classifier classifier, ImageBatch batch) {
        try {
            ClassProbabilities answers = classifier.classify(batch);
            faults.remove(model);
            return answers;
        } catch (UnusableModelException e) {
            fault(model, champion, e, clock.instant());
            throw e;
        }
    }

    /** Why versions cannot be used at present, by model. */
    public synchronized Map<String, String> unusable() {
        Map<String, String> reasons = new TreeMap<>();
        faults.forEach((model, fault) -> reasons.put(model, fault.reason()));
        return reasons;
    }

    private void fault(String model, Champion champion, UnusableModelException e, Instant retryAt) {
        faults.put(model, new Fault(champion.artifactKey(), String.valueOf(e.getMessage()), retryAt));
    }

    private Classifier classifier(String model, Champion champion) {
        Loaded current = loaded.get(model);
        if (current != null && current.champion().artifactKey().equals(champion.artifactKey())) {
            return current.classifier();
        }
        // The new version first: if it cannot be loaded, the old one stays for the next try.
        var next = new Loaded(champion, load(model, champion));
        loaded.put(model, next);
        if (current != null) {
            current.classifier().close();
        }
        while (loaded.size() > capacity) {
            var eldest = loaded.entrySet().iterator();
            Classifier unused = eldest.next().getValue().classifier();
            eldest.remove();
            unused.close();
        }
        return next.classifier();
    }

    private Classifier load(String model, Champion champion) {
        Fault known = faults.get(model);
        if (known != null
                && known.artifactKey().equals(champion.artifactKey())
                && clock.instant().isBefore(known.retryAt())) {
            throw new UnusableModelException(known.reason(), null);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return loader.load(champion);
            } catch (UnusableModelException e) {
                if (attempt >= attempts) {
                    fault(model, champion, e, clock.instant().plus(pause));
                    throw e;
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        loaded.values().forEach(model -> model.classifier().close());
        loaded.clear();
    }
}

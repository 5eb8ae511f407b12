package org.equipoise.trainer.classifier;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.equipoise.common.events.ModelDecided.Champion;

/**
 * The versions in memory, one per model, the least recently used first to go. A new champion replaces the old version
 * on its next use. One batch at a time; loading, which takes seconds, holds up nobody but those who want the same
 * model. Thread-safe.
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

    /** By model, held while one of its versions is loaded: never waited for while this object's own lock is held. */
    private final Map<String, Object> loading = new ConcurrentHashMap<>();

    private boolean closed;

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
    public ClassProbabilities classify(String model, Champion champion, ImageBatch batch) {
        Optional<ClassProbabilities> answers = fromMemory(model, champion, batch);
        if (answers.isPresent()) {
            return answers.get();
        }
        synchronized (loading.computeIfAbsent(model, name -> new Object())) {
            // Whoever had this lock before may have loaded it.
            answers = fromMemory(model, champion, batch);
            if (answers.isPresent()) {
                return answers.get();
            }
            // The new version first: if it cannot be loaded, the old one stays for the next try.
            Classifier fresh = load(model, champion);
            synchronized (this) {
                keep(model, new Loaded(champion, fresh));
                return answers(model, champion, fresh, batch);
            }
        }
    }

    /**
     * The same for a check that goes through all models, one after the other: a model that is in memory answers from
     * there, but one that is not takes no other's place and is gone again afterwards.
     */
    public ClassProbabilities classifyInPassing(String model, Champion champion, ImageBatch batch) {
        if (hasRoomFor(model)) {
            return classify(model, champion, batch);
        }
        try (Classifier passing = load(model, champion)) {
            return answers(model, champion, passing, batch);
        }
    }

    private synchronized boolean hasRoomFor(String model) {
        return loaded.containsKey(model) || loaded.size() < capacity;
    }

    private synchronized Optional<ClassProbabilities> fromMemory(String model, Champion champion, ImageBatch batch) {
        Loaded current = loaded.get(model);
        return current != null && current.champion().artifactKey().equals(champion.artifactKey())
                ? Optional.of(answers(model, champion, current.classifier(), batch))
                : Optional.empty();
    }

    private void keep(String model, Loaded next) {
        if (closed) {
            next.classifier().close();
            throw new IllegalStateException("closed while a version of " + model + " was loaded");
        }
        Loaded before = loaded.put(model, next);
        if (before != null) {
            before.classifier().close();
        }
        while (loaded.size() > capacity) {
            var eldest = loaded.entrySet().iterator();
            Classifier unused = eldest.next().getValue().classifier();
            eldest.remove();
            unused.close();
        }
    }

    private ClassProbabilities answers(String model, Champion champion, Classifier classifier, ImageBatch batch) {
        try {
            ClassProbabilities answers = classifier.classify(batch);
            recovered(model);
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

    private synchronized void recovered(String model) {
        faults.remove(model);
    }

    private synchronized Optional<Fault> fault(String model) {
        return Optional.ofNullable(faults.get(model));
    }

    private synchronized void fault(String model, Champion champion, UnusableModelException e, Instant retryAt) {
        faults.put(model, new Fault(champion.artifactKey(), String.valueOf(e.getMessage()), retryAt));
    }

    private Classifier load(String model, Champion champion) {
        Optional<Fault> known = fault(model)
                .filter(fault -> fault.artifactKey().equals(champion.artifactKey())
                        && clock.instant().isBefore(fault.retryAt()));
        if (known.isPresent()) {
            throw new UnusableModelException(known.get().reason(), null);
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
        closed = true;
        loaded.values().forEach(model -> model.classifier().close());
        loaded.clear();
    }
}

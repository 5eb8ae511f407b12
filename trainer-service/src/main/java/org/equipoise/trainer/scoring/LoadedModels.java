package org.equipoise.trainer.scoring;

import java.util.LinkedHashMap;
import java.util.Map;

import org.equipoise.common.events.ModelDecided.Champion;

/**
 * The versions in memory, one per model, the least recently used first to go. A new champion replaces the old version
 * on its next use. One batch at a time.
 */
public final class LoadedModels implements AutoCloseable {

    private final ClassifierLoader loader;
    private final int capacity;
    private final Map<String, Loaded> loaded = new LinkedHashMap<>(16, 0.75f, true);

    private record Loaded(Champion champion, Classifier classifier) {}

    /** @param capacity models kept in memory, at least 1 */
    public LoadedModels(ClassifierLoader loader, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("need room for at least one model, got " + capacity);
        }
        this.loader = loader;
        this.capacity = capacity;
    }

    /** The champion's answers; loads it first where needed. */
    public synchronized ClassProbabilities classify(String model, Champion champion, ImageBatch batch) {
        return classifier(model, champion).classify(batch);
    }

    private Classifier classifier(String model, Champion champion) {
        Loaded current = loaded.get(model);
        if (current != null && current.champion().artifactKey().equals(champion.artifactKey())) {
            return current.classifier();
        }
        // The new version first: if it cannot be loaded, the old one stays for the next try.
        var next = new Loaded(champion, loader.load(champion));
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

    @Override
    public synchronized void close() {
        loaded.values().forEach(model -> model.classifier().close());
        loaded.clear();
    }
}

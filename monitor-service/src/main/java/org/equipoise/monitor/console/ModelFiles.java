package org.equipoise.monitor.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelTrained;
import org.jspecify.annotations.Nullable;

/** What was trained and decided about each model, the newest first. Thread-safe. */
public final class ModelFiles {

    static final int MOST_MODELS = 1000;
    static final int MOST_VERSIONS = 50;
    static final int MOST_DECISIONS = 50;

    private final Map<String, File> files = new Bounded<>(MOST_MODELS);
    private long revision;

    private static final class File {
        private final Deque<ModelTrained> versions = new ArrayDeque<>();
        private final Deque<ModelDecided> decisions = new ArrayDeque<>();
    }

    /**
     * All about one model.
     *
     * @param serving the version that serves; absent while none does
     */
    public record ModelFile(
            String model, @Nullable String serving, List<ModelTrained> versions, List<ModelDecided> decisions) {

        public ModelFile {
            versions = List.copyOf(versions);
            decisions = List.copyOf(decisions);
        }
    }

    /** A version is in the registry. */
    public synchronized void trained(ModelTrained event) {
        Deque<ModelTrained> versions = file(event.model()).versions;
        versions.removeIf(known -> known.version().equals(event.version()));
        versions.addFirst(event);
        if (versions.size() > MOST_VERSIONS) {
            versions.removeLast();
        }
        revision++;
    }

    /** A version was decided about. */
    public synchronized void decided(ModelDecided event) {
        Deque<ModelDecided> decisions = file(event.model()).decisions;
        if (decisions.contains(event)) {
            return;
        }
        decisions.addFirst(event);
        if (decisions.size() > MOST_DECISIONS) {
            decisions.removeLast();
        }
        revision++;
    }

    /** Grows with every change. */
    public synchronized long revision() {
        return revision;
    }

    /** Every model by name. */
    public synchronized List<ModelFile> all() {
        return List.copyOf(files.keySet()).stream().sorted().map(this::view).toList();
    }

    /** One model. */
    public synchronized Optional<ModelFile> find(String model) {
        return files.containsKey(model) ? Optional.of(view(model)) : Optional.empty();
    }

    /** How a version was trained, as far as it is remembered. */
    public synchronized Optional<ModelTrained> version(String model, String version) {
        return find(model).stream()
                .flatMap(file -> file.versions().stream())
                .filter(trained -> trained.version().equals(version))
                .findFirst();
    }

    private File file(String model) {
        return files.computeIfAbsent(model, m -> new File());
    }

    private ModelFile view(String model) {
        File file = file(model);
        ModelDecided last = file.decisions.peekFirst();
        Champion champion = last == null ? null : last.champion();
        return new ModelFile(
                model,
                champion == null ? null : champion.version(),
                new ArrayList<>(file.versions),
                new ArrayList<>(file.decisions));
    }
}

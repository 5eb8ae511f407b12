package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageFinding;

/** The frozen versions of each dataset, the newest first. Thread-safe. */
public final class FrozenDatasets {

    static final int MOST_DATASETS = 1000;
    static final int MOST_VERSIONS = 50;

    private final Map<String, Deque<DatasetFrozen>> datasets = new Bounded<>(MOST_DATASETS);
    private long revision;

    /**
     * A frozen version.
     *
     * @param classCounts images of each class in label order, by split
     * @param findings what is odd in it, in sentences
     * @param imageFindings those of them that images gave, with their numbers
     */
    public record VersionView(
            String version,
            String contentHash,
            List<String> labels,
            String modality,
            String shape,
            Map<String, List<Long>> classCounts,
            List<String> findings,
            List<ImageFinding> imageFindings,
            Instant frozenAt) {

        public VersionView {
            labels = List.copyOf(labels);
            classCounts = new LinkedHashMap<>(classCounts);
            findings = List.copyOf(findings);
            imageFindings = List.copyOf(imageFindings);
        }
    }

    /** A dataset with its versions, the newest first. */
    public record DatasetView(String dataset, List<VersionView> versions) {

        public DatasetView {
            versions = List.copyOf(versions);
        }
    }

    /** A version was frozen. */
    public synchronized void frozen(DatasetFrozen event) {
        Deque<DatasetFrozen> versions = datasets.computeIfAbsent(event.dataset(), d -> new ArrayDeque<>());
        versions.removeIf(known -> known.version().equals(event.version()));
        versions.addFirst(event);
        if (versions.size() > MOST_VERSIONS) {
            versions.removeLast();
        }
        revision++;
    }

    /** The version of this key, {@code dataset/version}, is deleted. */
    public synchronized void removed(String key) {
        datasets.values().forEach(versions -> {
            if (versions.removeIf(known -> known.key().equals(key))) {
                revision++;
            }
        });
        datasets.values().removeIf(Deque::isEmpty);
    }

    /** Grows with every change. */
    public synchronized long revision() {
        return revision;
    }

    /** Every dataset by name. */
    public synchronized List<DatasetView> all() {
        return new TreeMap<>(datasets)
                .entrySet().stream()
                        .map(entry -> new DatasetView(
                                entry.getKey(),
                                entry.getValue().stream()
                                        .map(FrozenDatasets::view)
                                        .toList()))
                        .toList();
    }

    /** The versions of a dataset, the oldest first. */
    public synchronized List<DatasetFrozen> versions(String dataset) {
        List<DatasetFrozen> versions = new ArrayList<>(datasets.getOrDefault(dataset, new ArrayDeque<>()));
        Collections.reverse(versions);
        return versions;
    }

    /** One version. */
    public synchronized Optional<DatasetFrozen> find(String dataset, String version) {
        return datasets.getOrDefault(dataset, new ArrayDeque<>()).stream()
                .filter(frozen -> frozen.version().equals(version))
                .findFirst();
    }

    /** The newest version. */
    public synchronized Optional<DatasetFrozen> newest(String dataset) {
        return datasets.getOrDefault(dataset, new ArrayDeque<>()).stream().findFirst();
    }

    private static VersionView view(DatasetFrozen frozen) {
        Map<String, List<Long>> counts = new LinkedHashMap<>();
        frozen.classCounts().forEach((split, distribution) -> counts.put(split.wireName(), distribution.counts()));
        return new VersionView(
                frozen.version(),
                frozen.contentHash(),
                frozen.labelSet().classes(),
                frozen.modality(),
                frozen.shape().width() + " x " + frozen.shape().height() + " x "
                        + frozen.shape().channels(),
                counts,
                frozen.findings(),
                frozen.measuredFindings(),
                frozen.frozenAt());
    }
}

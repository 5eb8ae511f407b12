package org.equipoise.ingest.datasets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log of standings and counts. A record that was seen before changes nothing. Thread-safe. Memory: one
 * small entry per image.
 */
public final class DatasetCounts {

    private final Map<String, DatasetDeclared> declarations = new HashMap<>();
    private final Map<String, Map<String, Entry>> images = new TreeMap<>();
    private final Map<Entry, Entry> interned = new HashMap<>();

    /** What is counted of one image; the same few values are shared by all images. */
    private record Entry(
            @Nullable String label, @Nullable Split split, List<QuarantineReason> reasons, int occurrences) {}

    /** The dataset has this vocabulary now. */
    public synchronized void declared(DatasetDeclared event) {
        declarations.merge(event.dataset(), event, (before, read) -> read.replaces(before) ? read : before);
    }

    /** The image has this standing now. */
    public synchronized void checked(LabelChecked event) {
        boolean accepted = event.standing() == Standing.ACCEPTED;
        var entry = new Entry(accepted ? event.label() : null, event.split(), event.reasons(), event.occurrences());
        Entry shared = interned.computeIfAbsent(entry, e -> e);
        images.computeIfAbsent(event.dataset(), d -> new HashMap<>()).put(event.imageId(), shared);
    }

    /**
     * The image of this key, {@code dataset/imageId}, is no more.
     *
     * @return whether it was there
     */
    public synchronized boolean erased(String key) {
        int slash = key.indexOf('/');
        Map<String, Entry> ofDataset = slash < 0 ? null : images.get(key.substring(0, slash));
        return ofDataset != null && ofDataset.remove(key.substring(slash + 1)) != null;
    }

    /** Every dataset that was declared or has a labelled image, by name. */
    public synchronized Collection<String> datasets() {
        var names = new TreeSet<>(images.keySet());
        names.addAll(declarations.keySet());
        return names;
    }

    /** How a dataset stands, or empty when nobody has heard of it. */
    public synchronized Optional<DatasetSummary> summary(String dataset) {
        Map<String, Entry> entries = images.get(dataset);
        DatasetDeclared declared = declarations.get(dataset);
        LabelSet labelSet = declared == null ? null : declared.labelSet();
        if (entries == null && labelSet == null) {
            return Optional.empty();
        }
        Collection<Entry> all = entries == null ? List.of() : entries.values();
        long accepted = all.stream().filter(entry -> entry.reasons().isEmpty()).count();
        Map<Split, ClassDistribution> counts = labelSet == null ? Map.of() : counts(all, labelSet);
        ClassDistribution train = counts.get(Split.TRAIN);
        Double ratio = train == null || Double.isInfinite(train.imbalanceRatio()) ? null : train.imbalanceRatio();
        return Optional.of(new DatasetSummary(
                dataset,
                labelSet,
                all.size(),
                accepted,
                all.size() - accepted,
                counts,
                reasons(all),
                all.stream().mapToLong(entry -> entry.occurrences() - 1L).sum(),
                ratio));
    }

    private static Map<Split, ClassDistribution> counts(Collection<Entry> entries, LabelSet labelSet) {
        long[][] n = new long[Split.values().length][labelSet.size()];
        for (Entry entry : entries) {
            Split split = entry.split();
            if (entry.label() != null && split != null) {
                labelSet.indexOf(entry.label()).ifPresent(k -> n[split.ordinal()][k]++);
            }
        }
        Map<Split, ClassDistribution> counts = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            List<Long> classes = new ArrayList<>();
            for (long count : n[split.ordinal()]) {
                classes.add(count);
            }
            counts.put(split, new ClassDistribution(classes));
        }
        return Collections.unmodifiableMap(counts);
    }

    private static Map<QuarantineReason, Long> reasons(Collection<Entry> entries) {
        Map<QuarantineReason, Long> counts = new EnumMap<>(QuarantineReason.class);
        entries.forEach(entry -> entry.reasons().forEach(reason -> counts.merge(reason, 1L, Long::sum)));
        return Collections.unmodifiableMap(counts);
    }
}

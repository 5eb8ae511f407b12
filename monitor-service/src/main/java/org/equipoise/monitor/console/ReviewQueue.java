package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.labels.LabelSet;
import org.jspecify.annotations.Nullable;

/**
 * Images that a person should look at: quarantined ones, and those whose label an examination doubts. Thread-safe. The
 * topics are read side by side, so that records may come in any order between them.
 */
public final class ReviewQueue {

    /** More than a person gets through; the ones that changed longest ago are left out. */
    static final int MOST_ITEMS = 10_000;

    private final Map<String, LabelChecked> quarantined = new Bounded<>(MOST_ITEMS);
    private final Map<String, LabelSuspected> suspected = new Bounded<>(MOST_ITEMS);
    private final Map<String, Map<String, Instant>> read = new Bounded<>(10 * MOST_ITEMS);
    private final Map<String, LabelSet> labelSets = new HashMap<>();
    private long revision;

    /**
     * An image to look at.
     *
     * @param reasons why it is quarantined: codes; empty when it is only suspected
     * @param labels the vocabulary
     * @param givenLabel the label that is doubted; absent without a suspicion
     * @param suggestedLabel what it probably should be; absent without a suspicion
     * @param score how probably the given label is wrong, in [0, 1]; absent without a suspicion
     * @param evidence one sentence; absent without a suspicion
     * @param votes labels that were given, without who gave them: the next reader is to look with open eyes
     */
    public record Item(
            String dataset,
            String imageId,
            List<String> reasons,
            List<String> labels,
            @Nullable String givenLabel,
            @Nullable String suggestedLabel,
            @Nullable Double score,
            @Nullable String evidence,
            List<String> votes,
            Instant since) {

        public Item {
            reasons = List.copyOf(reasons);
            labels = List.copyOf(labels);
            votes = List.copyOf(votes);
        }
    }

    /** The dataset has this vocabulary now. */
    public synchronized void declared(DatasetDeclared event) {
        labelSets.put(event.dataset(), event.labelSet());
        revision++;
    }

    /** The image has this standing now. */
    public synchronized void checked(LabelChecked event) {
        boolean reviewable = event.standing() == Standing.QUARANTINED
                // Without a vocabulary no label is right: somebody has to declare it first.
                && !event.reasons().contains(QuarantineReason.UNDECLARED_DATASET);
        boolean changed = reviewable
                ? !event.equals(quarantined.put(event.key(), event))
                : quarantined.remove(event.key()) != null;
        if (changed) {
            revision++;
        }
    }

    /** An examination doubts the label. */
    public synchronized void suspected(LabelSuspected event) {
        suspected.merge(
                ImageKey.of(event.dataset(), event.imageId()),
                event,
                (known, now) -> now.suspectedAt().isBefore(known.suspectedAt()) ? known : now);
        revision++;
    }

    /** Somebody labelled it; labels that came with a study are no reading. */
    public synchronized void submitted(LabelSubmitted event) {
        if (event.annotator().equals(LabelSubmitted.SOURCE)
                || event.annotator().startsWith(LabelSubmitted.SOURCE + ":")) {
            return;
        }
        read.computeIfAbsent(event.key(), key -> new HashMap<>())
                .merge(event.annotator(), event.submittedAt(), (a, b) -> a.isAfter(b) ? a : b);
        revision++;
    }

    /** Grows with every change. */
    public synchronized long revision() {
        return revision;
    }

    /**
     * What this annotator has still to look at: quarantined images first, then the most doubtful labels.
     *
     * @param most at most so many
     */
    public synchronized List<Item> waitingFor(String annotator, int most) {
        return java.util.stream.Stream.concat(
                        quarantined.values().stream()
                                .filter(checked -> !hasRead(annotator, checked))
                                .map(this::item),
                        suspected.values().stream()
                                .filter(this::isOpen)
                                .filter(suspicion -> !quarantined.containsKey(key(suspicion)))
                                .map(this::item))
                .filter(item -> !item.labels().isEmpty())
                .sorted(Comparator.comparing((Item item) -> item.reasons().isEmpty())
                        .thenComparing(item -> item.score() == null ? 0 : -item.score())
                        .thenComparing(Item::since)
                        .thenComparing(Item::imageId))
                .limit(most)
                .toList();
    }

    /** The vocabulary of a dataset. */
    public synchronized Optional<LabelSet> labelSet(String dataset) {
        return Optional.ofNullable(labelSets.get(dataset));
    }

    /** Whether an image is or was among those to look at: no other pixels are shown. */
    public synchronized boolean concerns(String dataset, String imageId) {
        String key = ImageKey.of(dataset, imageId);
        return quarantined.containsKey(key) || suspected.containsKey(key);
    }

    /** What a reader said is counted when it is published, which is before the votes come back. */
    private boolean hasRead(String annotator, LabelChecked checked) {
        return checked.votes().containsKey(annotator)
                || read.getOrDefault(checked.key(), Map.of()).containsKey(annotator);
    }

    private boolean isOpen(LabelSuspected suspicion) {
        Map<String, Instant> readings = read.getOrDefault(key(suspicion), Map.of());
        return readings.values().stream().noneMatch(at -> at.isAfter(suspicion.suspectedAt()));
    }

    private static String key(LabelSuspected suspicion) {
        return ImageKey.of(suspicion.dataset(), suspicion.imageId());
    }

    private Item item(LabelChecked checked) {
        return new Item(
                checked.dataset(),
                checked.imageId(),
                checked.reasons().stream().map(QuarantineReason::code).toList(),
                labels(checked.dataset()),
                null,
                null,
                null,
                null,
                checked.votes().values().stream().distinct().sorted().toList(),
                checked.checkedAt());
    }

    private Item item(LabelSuspected suspicion) {
        return new Item(
                suspicion.dataset(),
                suspicion.imageId(),
                List.of(),
                labels(suspicion.dataset()),
                suspicion.givenLabel(),
                suspicion.suggestedLabel(),
                suspicion.score(),
                suspicion.evidence(),
                List.of(suspicion.givenLabel()),
                suspicion.suspectedAt());
    }

    private List<String> labels(String dataset) {
        return labelSet(dataset).map(LabelSet::classes).orElse(List.of());
    }
}

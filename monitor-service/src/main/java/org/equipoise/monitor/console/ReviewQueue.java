package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelDeferred;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.monitor.console.Readings.Reading;
import org.equipoise.monitor.console.ReviewItem.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Images that a person should look at: quarantined ones, and those whose label an examination doubts, until somebody
 * settles them. Thread-safe. The topics are read side by side, so that records may come in any order between them.
 */
public final class ReviewQueue {

    /** More than a person gets through; the ones that changed longest ago are left out. */
    static final int MOST_ITEMS = 10_000;

    private static final int MOST_REMEMBERED = 10 * MOST_ITEMS;

    private final Vocabularies vocabularies = new Vocabularies();
    private final Map<String, LabelChecked> quarantined = new Bounded<>(MOST_ITEMS);
    private final Map<String, LabelSuspected> suspected = new Bounded<>(MOST_ITEMS);
    private final SettledImages settled = new SettledImages(MOST_REMEMBERED, vocabularies);
    private final Map<String, Instant> erased = new Bounded<>(MOST_REMEMBERED);
    private final Readings readings = new Readings(MOST_REMEMBERED);
    private final Assignments assignments;
    private final Deferrals deferrals = new Deferrals(MOST_REMEMBERED);
    private final LabelWorth worth = new LabelWorth(vocabularies);
    private long revision;

    /** A queue of nothing yet. */
    public ReviewQueue() {
        this(MOST_REMEMBERED);
    }

    /** @param mostAssigned images that readers are asked for; where there are more, readers are told of no doubts */
    ReviewQueue(int mostAssigned) {
        assignments = new Assignments(mostAssigned, readings);
    }

    /** Somebody who labels. */
    public record Reader(String name, Role role) {}

    /**
     * How far a dataset is.
     *
     * @param waiting images that the reader has still to look at
     * @param open images that nobody has settled, those that wait for somebody else among them
     * @param settled images that somebody has
     */
    public record Progress(String dataset, Kind kind, int waiting, int open, int settled) {}

    /** The dataset has this vocabulary now. */
    public synchronized void declared(DatasetDeclared event) {
        vocabularies.declared(event);
        revision++;
    }

    /** The dataset has so many images of each class now. */
    public synchronized void frozen(DatasetFrozen event) {
        worth.frozen(event);
    }

    /** The image is no more, with all that was said of it. */
    public synchronized void erased(ImageErased event) {
        erased.put(event.key(), event.erasedAt());
        quarantined.remove(event.key());
        settled.forget(event.key());
        suspected.remove(event.key());
        assignments.forget(event.key());
        readings.forget(event.key());
        deferrals.forget(event.key());
        revision++;
    }

    private boolean isErased(String key, Instant since) {
        Instant at = erased.get(key);
        return at != null && !since.isAfter(at);
    }

    /** The image has this standing now. */
    public synchronized void checked(LabelChecked event) {
        if (isErased(event.key(), event.checkedAt())) {
            return;
        }
        boolean wasAssigned = assignments.isOpen(event.key());
        boolean assigned = assignments.take(event);
        boolean reviewable = event.standing() == Standing.QUARANTINED
                // Without a vocabulary no label is right: somebody has to declare it first.
                && !event.reasons().contains(QuarantineReason.UNDECLARED_DATASET);
        boolean changed = assigned || wasAssigned;
        changed |= reviewable
                ? !event.equals(quarantined.put(event.key(), event))
                : quarantined.remove(event.key()) != null;
        changed |= settled.take(event);
        if (changed) {
            revision++;
        }
    }

    /** An examination doubts the label. */
    public synchronized void suspected(LabelSuspected event) {
        if (isErased(ImageKey.of(event.dataset(), event.imageId()), event.suspectedAt())) {
            return;
        }
        suspected.merge(
                ImageKey.of(event.dataset(), event.imageId()),
                event,
                (known, now) -> now.suspectedAt().isBefore(known.suspectedAt()) ? known : now);
        revision++;
    }

    /** Somebody labelled it, or took a label back. */
    public synchronized void submitted(LabelSubmitted event) {
        if (!isErased(event.key(), event.submittedAt()) && readings.take(event)) {
            revision++;
        }
    }

    /** Somebody looked at it and gave no label, or takes that back. */
    public synchronized void deferred(LabelDeferred event) {
        if (!isErased(event.key(), event.deferredAt()) && deferrals.take(event)) {
            revision++;
        }
    }

    /** Grows with every change. */
    public synchronized long revision() {
        return revision;
    }

    /**
     * What this reader has still to look at: first what his label settles, then what waits for somebody else's word,
     * too; of each first what a label would change most, then what has waited longest. What he deferred comes last.
     *
     * @param dataset the only one to look at, or null for all
     * @param kind the only one to look at, or null for all
     * @param most at most so many
     */
    public synchronized List<ReviewItem> waitingFor(
            Reader reader, @Nullable String dataset, @Nullable Kind kind, int most) {
        Stream<ReviewItem> doubtful = suspected.values().stream()
                .filter(suspicion -> !mayReadBlind(reader, key(suspicion)))
                .filter(suspicion -> isOpen(suspicion) && !hasAnswered(reader, suspicion))
                .map(suspicion -> ReviewItem.of(suspicion, vocabularies.classes(suspicion.dataset()), worth));
        Stream<ReviewItem> others = quarantined.values().stream()
                .filter(checked -> !readsBlind(reader, checked) && !hasRead(reader, checked))
                .map(checked -> ReviewItem.of(
                        checked, vocabularies.classes(checked.dataset()), suspected.get(checked.key()), worth));
        Stream<ReviewItem> assigned = assignments.waitingFor(reader, vocabularies::classes, worth);
        return Stream.of(assigned, doubtful, others)
                .flatMap(items -> items)
                .filter(item -> isWanted(item, dataset, kind))
                .sorted(Comparator.comparing((ReviewItem item) ->
                                deferrals.of(item.key(), reader.name()).isPresent())
                        .thenComparing(item -> !settles(reader, item))
                        .thenComparing(
                                Comparator.comparingDouble(ReviewItem::change).reversed())
                        .thenComparing(ReviewItem::since)
                        .thenComparing(ReviewItem::imageId))
                .limit(most)
                .map(item -> item.kind() == Kind.ASSIGNED ? item : item.deferredFor(deferrals.reasons(item.key())))
                .toList();
    }

    /** Whether the reader's label can settle the image: an adjudicator's always, a reader's what he is asked about. */
    private static boolean settles(Reader reader, ReviewItem item) {
        return reader.role() == Role.ADJUDICATOR || item.kind() == Kind.SUSPECT || item.kind() == Kind.ASSIGNED;
    }

    /**
     * How far each kind of each dataset is, in the order of their names; only what has images to look at or settled. An
     * image that readers are asked for counts as such, and to an adjudicator also as what else it is.
     */
    public synchronized List<Progress> progress(Reader reader) {
        var tally = new Tally();
        quarantined.values().stream()
                .filter(checked -> vocabularies.know(checked.dataset()) && !readsBlind(reader, checked))
                .forEach(checked -> tally.count(checked.dataset(), Kind.of(checked), !hasRead(reader, checked), true));
        suspected.forEach((key, suspicion) -> {
            if (!quarantined.containsKey(key)
                    && !settled.contains(key)
                    && !assignments.isSettled(key)
                    && !mayReadBlind(reader, key)
                    && vocabularies.know(suspicion.dataset())) {
                boolean open = isOpen(suspicion);
                tally.count(suspicion.dataset(), Kind.SUSPECT, open && !hasAnswered(reader, suspicion), open);
            }
        });
        assignments
                .all()
                .filter(image -> vocabularies.know(image.dataset()))
                .forEach(image -> tally.count(image.dataset(), Kind.ASSIGNED, assignments.waits(image, reader), true));
        settled.all().forEach(image -> tally.count(image.dataset(), image.kind(), false, false));
        return tally.rows();
    }

    /** The vocabulary of a dataset. */
    public synchronized Optional<LabelSet> labelSet(String dataset) {
        return vocabularies.labelSet(dataset);
    }

    /** Whether an image is or was among those to look at: no other pixels are shown. */
    public synchronized boolean concerns(String dataset, String imageId) {
        String key = ImageKey.of(dataset, imageId);
        return quarantined.containsKey(key)
                || suspected.containsKey(key)
                || settled.contains(key)
                || assignments.isOpen(key);
    }

    /** Whether readers who were asked contradict each other about it: one more reader's label settles nothing. */
    public synchronized boolean awaitsAdjudicator(String dataset, String imageId) {
        LabelChecked found = quarantined.get(ImageKey.of(dataset, imageId));
        return found != null && found.readersDisagree();
    }

    /** Who settled the image; empty while it is open. */
    public synchronized List<String> settledBy(String dataset, String imageId) {
        return settled.by(ImageKey.of(dataset, imageId));
    }

    /** Whether this reader is to read the image without seeing what others say of it. */
    public synchronized boolean readsBlind(Reader reader, String dataset, String imageId) {
        LabelChecked found = quarantined.get(ImageKey.of(dataset, imageId));
        return readsBlind(reader, ImageKey.of(dataset, imageId)) || (found != null && readsBlind(reader, found));
    }

    /** Whether as many have read it as were asked: from then on readers see what others say, and change nothing. */
    public synchronized boolean isReadByAll(String dataset, String imageId) {
        return assignments.isRead(ImageKey.of(dataset, imageId));
    }

    /** What this reader says of the image now: as an answer to the doubt, if there is one that he may know of. */
    public synchronized LabelSubmitted reading(
            String dataset, String imageId, String label, Reader reader, Instant now) {
        String key = ImageKey.of(dataset, imageId);
        LabelSuspected doubt = mayReadBlind(reader, key) ? null : suspected.get(key);
        Instant earliest = assignments.since(key).filter(now::isBefore).orElse(now);
        return new LabelSubmitted(
                dataset,
                imageId,
                label,
                reader.name(),
                readings.next(key, reader.name(), earliest),
                reader.role(),
                doubt == null ? null : doubt.runId(),
                null);
    }

    /** What takes back the reader's label; empty if he has none. */
    public synchronized Optional<LabelSubmitted> withdrawal(
            String dataset, String imageId, Reader reader, Instant now) {
        return readings.withdrawal(dataset, imageId, reader, now);
    }

    /** That this reader gives the image no label now; empty if he says what he has said already. */
    public synchronized Optional<LabelDeferred> deferral(
            String dataset, String imageId, LabelDeferred.Reason reason, Reader reader, Instant now) {
        return deferrals.next(dataset, imageId, reason, reader, now);
    }

    /** What takes back that the reader deferred the image; empty if he did not. */
    public synchronized Optional<LabelDeferred> deferralWithdrawn(
            String dataset, String imageId, Reader reader, Instant now) {
        return deferrals.withdrawal(dataset, imageId, reader, now);
    }

    /**
     * What a reader said is counted when it is published, which is before the votes come back. What an adjudicator said
     * in another role did not settle it, nor did what was checked since and found wanting: another vocabulary came.
     */
    private boolean hasRead(Reader reader, LabelChecked checked) {
        if (reader.role() == Role.READER && assignments.isRead(checked.key())) {
            return true;
        }
        Optional<Reading> reading = readings.of(checked.key(), reader.name());
        if (reader.role() == Role.ADJUDICATOR) {
            return reading.filter(Reading::stands)
                    .filter(last -> last.role() == Role.ADJUDICATOR && last.at().isAfter(checked.checkedAt()))
                    .isPresent();
        }
        return reading.map(Reading::stands).orElseGet(() -> checked.votes().containsKey(reader.name()));
    }

    /** For readers who are asked it is to be read, and nothing else; for who may settle it, it is what it was. */
    private boolean readsBlind(Reader reader, String key) {
        return reader.role() == Role.READER && assignments.isOpen(key);
    }

    private boolean mayReadBlind(Reader reader, String key) {
        return readsBlind(reader, key) || (reader.role() == Role.READER && assignments.isFull());
    }

    private static boolean readsBlind(Reader reader, LabelChecked checked) {
        return reader.role() == Role.READER && checked.awaitsReaders();
    }

    private boolean hasAnswered(Reader reader, LabelSuspected suspicion) {
        return readings.of(key(suspicion), reader.name())
                .filter(Reading::stands)
                .filter(reading -> reading.at().isAfter(suspicion.suspectedAt()))
                .isPresent();
    }

    /**
     * A label that somebody settled is not doubted again, and a voice without a role was enough before there were any.
     */
    private boolean isOpen(LabelSuspected suspicion) {
        String key = key(suspicion);
        return !quarantined.containsKey(key)
                && !settled.contains(key)
                && !assignments.isSettled(key)
                && !readings.byAVoiceAfter(key, suspicion.suspectedAt());
    }

    private static boolean isWanted(ReviewItem item, @Nullable String dataset, @Nullable Kind kind) {
        return !item.labels().isEmpty()
                && (dataset == null || item.dataset().equals(dataset))
                && (kind == null || item.kind() == kind);
    }

    private static String key(LabelSuspected suspicion) {
        return ImageKey.of(suspicion.dataset(), suspicion.imageId());
    }
}

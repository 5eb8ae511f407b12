package org.equipoise.ingest.orthanc;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.equipoise.ingest.doors.Deliveries;
import org.equipoise.ingest.orthanc.Change.Kind;
import org.equipoise.ingest.orthanc.Orthanc.ParentStudy;
import org.equipoise.ingest.orthanc.Unsettled.Arrived;
import org.jspecify.annotations.Nullable;

/**
 * Reads Orthanc's log of changes on and on. A study is taken when Orthanc says that it is stable; an instance of which
 * that is never said, because Orthanc was restarted before, is asked for. The place that is kept is before everything
 * that is not durable here; what is read again is taken again, and counts once. A study that cannot be had for now is
 * asked for again and again while others are taken. Not thread-safe.
 */
public final class OrthancPolling {

    /** Some 15 MB. */
    static final int MOST_UNSETTLED = 100_000;

    private final Orthanc orthanc;
    private final Positions positions;
    private final StudyTaking taking;
    private final PollObserver observer;
    private final OrthancSettings settings;
    private final InstantSource clock;
    private final BooleanSupplier turn;
    private final Unsettled unsettled = new Unsettled();
    private final Postponed postponed = new Postponed();
    private @Nullable Position reached;
    private @Nullable Position saved;
    private Instant nextQuestion = Instant.MIN;

    /** @param turn whether it is still this service's turn, of those that ask the same server */
    public OrthancPolling(
            Orthanc orthanc,
            Positions positions,
            Deliveries deliveries,
            PollObserver observer,
            OrthancSettings settings,
            InstantSource clock,
            BooleanSupplier turn) {
        this.orthanc = orthanc;
        this.positions = positions;
        this.taking = new StudyTaking(orthanc, deliveries, observer, settings, clock);
        this.observer = observer;
        this.settings = settings;
        this.clock = clock;
        this.turn = turn;
    }

    /** Somebody else may have gone on since: the next step begins at the place that is kept. */
    public void forget() {
        reached = null;
        saved = null;
        unsettled.clear();
        postponed.clear();
        nextQuestion = Instant.MIN;
    }

    /**
     * Reads a page of the log and takes what it says.
     *
     * @return how long to wait for the next step
     * @throws IOException if Orthanc cannot be asked or its answer be used: the same step may be done again, later
     * @throws RuntimeException if the object store, Kafka or the disk fails: the same
     */
    public Duration step() throws IOException {
        Position from = begin();
        ChangePage page = orthanc.changes(Math.max(0, from.seq() - 1), settings.page() + 1);
        if (isAnother(from, page)) {
            unsettled.clear();
            postponed.clear();
            reached = Position.BEGINNING;
            observer.begins(Position.BEGINNING, "Orthanc's log is not the one that was read: its database is another");
            save();
            return settings.interval();
        }
        boolean more = read(page, from) && !page.done();
        boolean had = turn.getAsBoolean() && askForPostponed();
        boolean asked = turn.getAsBoolean() && askForUnsettled();
        save();
        return more || had || asked ? Duration.ZERO : settings.interval();
    }

    private Position begin() {
        Position known = reached;
        if (known != null) {
            return known;
        }
        Optional<Position> kept = positions.load();
        Position from = kept.orElseGet(() -> new Position(settings.from(), ""));
        observer.begins(from, kept.isPresent() ? "that far it was read" : "nobody remembers how far it was read");
        reached = from;
        saved = kept.orElse(null);
        return from;
    }

    /**
     * Whether the log is another one than was read. The change that was read last is asked for again, to be compared;
     * it is missing where what changed was deleted.
     */
    private boolean isAnother(Position from, ChangePage page) throws IOException {
        if (from.seq() == 0) {
            return false;
        }
        if (page.changes().isEmpty()) {
            return orthanc.lastSeq() < from.seq();
        }
        Change first = page.changes().get(0);
        return first.seq() == from.seq() && !from.isOf(first);
    }

    /** Whether there was anything new. */
    private boolean read(ChangePage page, Position from) throws IOException {
        Map<String, Long> lastTimes = new HashMap<>();
        for (Change change : page.changes()) {
            if (change.kind() == Kind.STABLE_STUDY) {
                lastTimes.put(change.id(), change.seq());
            }
        }
        boolean any = false;
        for (Change change : page.changes()) {
            if (change.seq() <= from.seq()) {
                continue;
            }
            if (!turn.getAsBoolean()) {
                return false;
            }
            any = true;
            // A study that became stable several times is taken the last time.
            boolean takes =
                    change.kind() == Kind.STABLE_STUDY && lastTimes.getOrDefault(change.id(), 0L) == change.seq();
            if (change.kind() == Kind.NEW_INSTANCE) {
                unsettled.add(new Arrived(change.id(), change.seq(), place(), clock.instant()));
            } else if (takes) {
                take(change.id(), change.seq(), place());
            }
            reached = change.position();
            if (takes) {
                save();
            }
        }
        return any;
    }

    /** Whether there may be more to ask for at once. */
    private boolean askForUnsettled() throws IOException {
        Instant now = clock.instant();
        for (Optional<Arrived> next = unsettled.oldest(); next.isPresent(); next = unsettled.oldest()) {
            Arrived oldest = next.get();
            boolean tooMany = unsettled.size() > MOST_UNSETTLED;
            Instant time = oldest.seen().plus(settings.stableTime());
            if (!tooMany && (now.isBefore(time) || now.isBefore(nextQuestion))) {
                return false;
            }
            Optional<ParentStudy> study = taking.studyOf(oldest);
            if (study.isPresent() && !study.get().stable() && !tooMany) {
                nextQuestion = now.plus(settings.stableTime());
                return false;
            }
            if (study.isPresent()) {
                takeOf(study.get().id(), oldest);
            }
            unsettled.settle(List.of(oldest.id()));
            if (study.isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** The study of an instance, unless it is known that it cannot be had, or not now. */
    private void takeOf(String study, Arrived instance) throws IOException {
        if (postponed.has(study)) {
            postponed.extend(study, instance.before());
        } else if (!taking.isLeftOut(study, instance.seq())) {
            take(study, instance.seq(), instance.before());
        }
    }

    /** @param before the place before it, if it has to wait */
    private void take(String study, long seq, Position before) throws IOException {
        try {
            unsettled.settle(taking.take(study, seq));
            postponed.settle(study);
        } catch (AnswerException e) {
            if (!taking.waits(study, e) || !postponed.hasRoomFor(study)) {
                throw e;
            }
            postponed.add(study, seq, before, clock.instant());
            observer.failed("answer", String.valueOf(e.getMessage()));
        }
    }

    /** One at a time, since each may take as long as an answer may. Whether there was one that is done with. */
    private boolean askForPostponed() throws IOException {
        Optional<Postponed.Study> due = postponed.due(clock.instant());
        if (due.isEmpty()) {
            return false;
        }
        Postponed.Study study = due.get();
        postponed.later(study.id(), clock.instant());
        take(study.id(), study.seq(), study.before());
        return !postponed.has(study.id());
    }

    private Position place() {
        Position known = reached;
        return known == null ? Position.BEGINNING : known;
    }

    /** Not when it is another's turn: the place might go back. */
    private void save() {
        Position place = postponed.place(unsettled.place(place()));
        if (!place.equals(saved) && turn.getAsBoolean()) {
            positions.save(place);
            saved = place;
        }
    }
}

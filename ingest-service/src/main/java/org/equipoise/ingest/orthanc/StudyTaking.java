package org.equipoise.ingest.orthanc;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.ingest.doors.Arrival;
import org.equipoise.ingest.doors.Deliveries;
import org.equipoise.ingest.doors.Delivery;
import org.equipoise.ingest.doors.ObjectTooLargeException;
import org.equipoise.ingest.doors.Refusal;
import org.equipoise.ingest.doors.Refusal.Kind;
import org.equipoise.ingest.doors.RequestTooLargeException;
import org.equipoise.ingest.orthanc.Orthanc.ParentStudy;
import org.equipoise.ingest.orthanc.Unsettled.Arrived;

/**
 * Fetches the instances of a study and takes them, in one delivery, so that they are announced together. What a server
 * that answers will never give is refused after {@value Tries#MOST} tries; what it may give later is not, until whoever
 * asks says that it is the last time.
 */
final class StudyTaking {

    private static final Arrival BY_THE_RULES = Arrival.from("");
    private static final int MOST_LEFT_OUT = 10_000;

    private final Orthanc orthanc;
    private final Deliveries deliveries;
    private final PollObserver observer;
    private final OrthancSettings settings;
    private final InstantSource clock;
    private final Tries tries;
    /** Studies, by the number of the change at which they were left out. */
    private final Map<String, Long> leftOut = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_LEFT_OUT;
        }
    };

    StudyTaking(
            Orthanc orthanc,
            Deliveries deliveries,
            PollObserver observer,
            OrthancSettings settings,
            InstantSource clock) {
        this.orthanc = orthanc;
        this.deliveries = deliveries;
        this.observer = observer;
        this.settings = settings;
        this.clock = clock;
        this.tries = new Tries(clock);
    }

    /** What is asked for, and whether it is for the last time. */
    private record Asked(String study, long seq, boolean last) {}

    /**
     * Takes a study: when this returns, its instances are durable and announced, or refused, or gone.
     *
     * @param seq of the change that led here
     * @return the names of the instances that are settled
     * @throws IOException if it has to be tried again
     */
    List<String> take(String study, long seq) throws IOException {
        var asked = new Asked(study, seq, isLast(study));
        Optional<List<String>> found;
        try {
            found = orthanc.instances(study);
        } catch (AnswerException e) {
            leaveOut(study, seq, e);
            leftOut.put(study, seq);
            return List.of();
        }
        leftOut.remove(study);
        if (found.isEmpty()) {
            observer.gone(seq, 0);
            tries.forget(List.of(study));
            return List.of();
        }
        List<String> instances = found.get();
        try {
            deliver(instances, asked, deliveries.settings().objects());
        } catch (RequestTooLargeException e) {
            // More images than one delivery has: each object by itself has not.
            deliver(instances, asked, 1);
        }
        tries.forget(List.of(study));
        tries.forget(instances);
        return instances;
    }

    /** Whether others go on meanwhile: it failed often, and may be had later. */
    boolean waits(String study, AnswerException e) {
        return e.isPassing() && tries.areOver(study);
    }

    /** Whether it was left out after this change: the same need not be asked again. */
    boolean isLeftOut(String study, long seq) {
        return leftOut.getOrDefault(study, 0L) >= seq;
    }

    private boolean isLast(String what) {
        Instant first = tries.since(what).orElseGet(clock::instant);
        return tries.areOver(what) && !clock.instant().isBefore(first.plus(settings.giveUpAfter()));
    }

    /** Which study an instance belongs to; empty if it is gone or left out. */
    Optional<ParentStudy> studyOf(Arrived instance) throws IOException {
        try {
            Optional<ParentStudy> study = orthanc.studyOf(instance.id());
            if (study.isEmpty()) {
                observer.gone(instance.seq(), 1);
            }
            tries.forget(List.of(instance.id()));
            return study;
        } catch (AnswerException e) {
            leaveOut(instance.id(), instance.seq(), e);
            return Optional.empty();
        }
    }

    /** @throws AnswerException unless it failed often enough, or long enough if it may be had later */
    private void leaveOut(String what, long seq, AnswerException e) throws AnswerException {
        boolean often = tries.failed(what);
        if (e.isPassing() ? !isLast(what) : !often) {
            throw e;
        }
        observer.leftOut(seq, String.valueOf(e.getMessage()));
        tries.forget(List.of(what));
    }

    private void deliver(List<String> instances, Asked asked, int together) throws IOException {
        for (int from = 0; from < instances.size(); from += together) {
            List<String> part = instances.subList(from, Math.min(instances.size(), from + together));
            var fetched = new int[Fetched.values().length];
            try (Delivery delivery = deliveries.open()) {
                for (String instance : part) {
                    fetched[fetch(instance, asked, delivery).ordinal()]++;
                }
                observer.taken(asked.seq(), delivery.finish());
            }
            if (fetched[Fetched.GONE.ordinal()] > 0) {
                observer.gone(asked.seq(), fetched[Fetched.GONE.ordinal()]);
            }
            if (fetched[Fetched.NOT_GIVEN.ordinal()] > 0) {
                observer.leftOut(
                        asked.seq(),
                        fetched[Fetched.NOT_GIVEN.ordinal()] + " of " + part.size() + " objects were not given");
            }
        }
    }

    /** What came of asking for an object. */
    private enum Fetched {
        HAD,
        GONE,
        NOT_GIVEN
    }

    private Fetched fetch(String instance, Asked asked, Delivery delivery) throws IOException {
        if (tries.areOver(instance)) {
            return notGiven(delivery);
        }
        try {
            // Before the object's time begins: that it waits for others is no fault of Orthanc's.
            delivery.makeRoom();
            Optional<InputStream> file = orthanc.file(instance);
            if (file.isEmpty()) {
                return Fetched.GONE;
            }
            try (InputStream in = file.get()) {
                delivery.add(in, BY_THE_RULES);
            }
            return Fetched.HAD;
        } catch (RequestTooLargeException e) {
            throw e;
        } catch (ObjectTooLargeException e) {
            delivery.refuse(refusal("TOO_LARGE", String.valueOf(e.getMessage())));
            return Fetched.HAD;
        } catch (AnswerException e) {
            if (asked.last()) {
                return notGiven(delivery);
            }
            tries.failed(e.isPassing() ? asked.study() : instance);
            throw e;
        }
    }

    private static Fetched notGiven(Delivery delivery) throws IOException {
        delivery.refuse(refusal("NOT_FETCHED", "Orthanc has the object and does not give it"));
        return Fetched.NOT_GIVEN;
    }

    private static Refusal refusal(String code, String sentence) {
        return new Refusal(Kind.UNREADABLE, code, sentence);
    }
}

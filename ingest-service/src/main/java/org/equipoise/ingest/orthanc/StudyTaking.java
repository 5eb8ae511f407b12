package org.equipoise.ingest.orthanc;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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
 * Fetches the instances of a study and takes them, in one delivery, so that they are announced together. What cannot be
 * had of a server that answers is refused after {@value Tries#MOST} tries: one damaged file does not hold up the rest.
 */
final class StudyTaking {

    private static final Arrival BY_THE_RULES = Arrival.from("");

    private final Orthanc orthanc;
    private final Deliveries deliveries;
    private final PollObserver observer;
    private final Tries tries = new Tries();

    StudyTaking(Orthanc orthanc, Deliveries deliveries, PollObserver observer) {
        this.orthanc = orthanc;
        this.deliveries = deliveries;
        this.observer = observer;
    }

    /**
     * Takes a study: when this returns, its instances are durable and announced, or refused, or gone.
     *
     * @param seq of the change that led here
     * @return the names of the instances that are settled
     * @throws IOException if it has to be tried again
     */
    List<String> take(String study, long seq) throws IOException {
        Optional<List<String>> found;
        try {
            found = orthanc.instances(study);
        } catch (AnswerException e) {
            leaveOut(study, seq, e);
            return List.of();
        }
        tries.forget(List.of(study));
        if (found.isEmpty()) {
            observer.gone(seq, 0);
            return List.of();
        }
        List<String> instances = found.get();
        try {
            deliver(instances, seq, deliveries.settings().objects());
        } catch (RequestTooLargeException e) {
            // More images than one delivery has: each object by itself has not.
            deliver(instances, seq, 1);
        }
        tries.forget(instances);
        return instances;
    }

    /** Which study an instance belongs to; empty if it is gone or left out. */
    Optional<ParentStudy> studyOf(Arrived instance) throws IOException {
        try {
            Optional<ParentStudy> study = orthanc.studyOf(instance.id());
            if (study.isEmpty()) {
                observer.gone(instance.seq(), 1);
            }
            return study;
        } catch (AnswerException e) {
            leaveOut(instance.id(), instance.seq(), e);
            return Optional.empty();
        }
    }

    /** @throws AnswerException unless it failed often enough */
    private void leaveOut(String what, long seq, AnswerException e) throws AnswerException {
        if (!tries.failed(what)) {
            throw e;
        }
        observer.leftOut(seq, String.valueOf(e.getMessage()));
        tries.forget(List.of(what));
    }

    private void deliver(List<String> instances, long seq, int together) throws IOException {
        for (int from = 0; from < instances.size(); from += together) {
            List<String> part = instances.subList(from, Math.min(instances.size(), from + together));
            int gone = 0;
            try (Delivery delivery = deliveries.open()) {
                for (String instance : part) {
                    gone += fetch(instance, delivery) ? 0 : 1;
                }
                observer.taken(seq, delivery.finish());
            }
            if (gone > 0) {
                observer.gone(seq, gone);
            }
        }
    }

    /** Whether it is still there. */
    private boolean fetch(String instance, Delivery delivery) throws IOException {
        if (tries.areOver(instance)) {
            delivery.refuse(refusal("NOT_FETCHED", "Orthanc has the object and does not give it"));
            return true;
        }
        try {
            Optional<InputStream> file = orthanc.file(instance);
            if (file.isEmpty()) {
                return false;
            }
            try (InputStream in = file.get()) {
                delivery.add(in, BY_THE_RULES);
            }
            return true;
        } catch (RequestTooLargeException e) {
            throw e;
        } catch (ObjectTooLargeException e) {
            delivery.refuse(refusal("TOO_LARGE", String.valueOf(e.getMessage())));
            return true;
        } catch (AnswerException e) {
            tries.failed(instance);
            throw e;
        }
    }

    private static Refusal refusal(String code, String sentence) {
        return new Refusal(Kind.UNREADABLE, code, sentence);
    }
}

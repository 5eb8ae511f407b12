package org.equipoise.ingest.doors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.dicom.deidentification.Deidentification;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.routing.Routes;
import org.equipoise.dicom.routing.Target;
import org.equipoise.ingest.doors.ObjectOutcome.Refused;
import org.equipoise.ingest.doors.ObjectOutcome.Stored;
import org.equipoise.ingest.doors.Refusal.Kind;
import org.equipoise.ingest.receiving.HandedOver;
import org.equipoise.ingest.receiving.LargeImages;

/**
 * Takes objects from every door: first their images are stored, then their studies are announced, then whoever sent
 * them may be told. All of it again has the same keys, the same study and the same images. Thread-safe.
 */
public final class ObjectReception {

    private final DicomImages dicom;
    private final ImageFiles images;
    private final Announcer announcer;
    private final DoorObserver observer;
    private final InstantSource clock;

    /** Objects that are in memory at a time, whichever door they came through. */
    private final Semaphore free;

    private final Duration turnTime;

    /**
     * How objects are read, and where they go.
     *
     * @param decoder of DICOM pixels; closed by whoever made it
     * @param files of PNG and JPEG
     * @param large shared with all that read images
     * @param handedOver to what takes studies in behind the doors
     */
    public record Reading(
            Deidentification deidentification,
            PixelDecoder decoder,
            BoundedDecoder files,
            LargeImages large,
            HandedOver handedOver,
            Routes routes) {

        /** One that hands nothing over. */
        public Reading(
                Deidentification deidentification,
                PixelDecoder decoder,
                BoundedDecoder files,
                LargeImages large,
                Routes routes) {
            this(deidentification, decoder, files, large, HandedOver.nothing(), routes);
        }
    }

    /** One that keeps no originals. */
    public ObjectReception(
            ObjectStore store,
            Reading reading,
            DoorSettings settings,
            Announcer announcer,
            DoorObserver observer,
            InstantSource clock) {
        this(store, Originals.NONE, reading, settings, announcer, observer, clock);
    }

    /** One that keeps the originals of DICOM objects that it takes. */
    public ObjectReception(
            ObjectStore store,
            Originals originals,
            Reading reading,
            DoorSettings settings,
            Announcer announcer,
            DoorObserver observer,
            InstantSource clock) {
        this.dicom = new DicomImages(
                store,
                reading.deidentification(),
                reading.decoder(),
                reading.routes(),
                reading.files(),
                reading.large(),
                reading.handedOver(),
                settings.limits(),
                settings.smallFramePixels(),
                originals);
        this.images = new ImageFiles(store, reading.files(), reading.large(), reading.handedOver());
        this.announcer = announcer;
        this.observer = observer;
        this.clock = clock;
        this.free = new Semaphore(settings.parallelism());
        this.turnTime = settings.turnTime();
    }

    /**
     * Takes one object: when this returns, its images and its study are durable, or it is refused.
     *
     * @throws RejectedExecutionException if others take too long: it may be sent again
     * @throws org.equipoise.common.storage.StorageException if the object store failed: it may be sent again
     * @throws Announcer.NotAnnouncedException if its study could not be announced: it may be sent again
     */
    public ObjectOutcome take(Path file, Arrival arrival) {
        ObjectOutcome outcome = inTurn(file, arrival);
        announce(List.of(outcome));
        return outcome;
    }

    /** Whoever sends waits for one answer, and goes if it does not come: many that wait for each other get none. */
    private ObjectOutcome inTurn(Path file, Arrival arrival) {
        try {
            if (!free.tryAcquire(turnTime.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RejectedExecutionException("as many objects as are stored at a time take long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("stopping", e);
        }
        try {
            return read(file, arrival);
        } finally {
            free.release();
        }
    }

    /**
     * Stores the images of an object, which then has to be announced. PNG and JPEG are taken where a target is named.
     *
     * @throws org.equipoise.common.storage.StorageException if the object store failed: it may be sent again
     * @throws UncheckedIOException if the file cannot be read
     */
    ObjectOutcome store(Path file, Arrival arrival) {
        free.acquireUninterruptibly();
        try {
            return read(file, arrival);
        } finally {
            free.release();
        }
    }

    private ObjectOutcome read(Path file, Arrival arrival) {
        Target target = arrival.target();
        try {
            return target != null && ImageFiles.isOne(file) ? images.store(file, target) : dicom.store(file, arrival);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            // A fault of ours that this object brings out: sent again, it would fail again, and others with it.
            return new Refused(SenderUids.NONE, unforeseen(e));
        }
    }

    /** Without the exception's message, which may quote the object. */
    private static Refusal unforeseen(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return new Refusal(
                Kind.UNREADABLE,
                "UNFORESEEN",
                "the object brought out a fault of this service: "
                        + e.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]));
    }

    /** Announces what was stored; returns when it is durable. */
    void announce(Collection<ObjectOutcome> outcomes) {
        List<StudyPart> parts = outcomes.stream()
                .filter(Stored.class::isInstance)
                .map(outcome -> ((Stored) outcome).part())
                .toList();
        if (!parts.isEmpty()) {
            announcer.announce(Studies.of(parts, clock.instant()));
        }
        outcomes.forEach(this::count);
    }

    /** Once it is true: what is sent again because it could not be announced counts once. */
    private void count(ObjectOutcome outcome) {
        if (outcome instanceof Stored stored) {
            observer.stored(stored.part().objectKeys().size());
        } else {
            observer.refused(((Refused) outcome).refusal());
        }
    }
}

package org.equipoise.ingest.doors;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.equipoise.ingest.doors.ObjectOutcome.Stored;
import org.equipoise.ingest.doors.Spool.SpooledObject;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one request. While one arrives, others are decoded and stored; what was stored is announced at the
 * end, or not at all. When it is closed nothing of it is left, wherever it was broken off. Not thread-safe.
 */
public final class Delivery implements AutoCloseable {

    private final ObjectReception reception;
    private final Spool spool;
    private final Executor executor;
    private final DoorSettings settings;
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private final List<ObjectOutcome> outcomes = new ArrayList<>();
    /** Why an object could not be stored: the request has to come again, so the others need not be tried. */
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    private long images;

    /**
     * An object that is not settled.
     *
     * @param begun by whoever sets it first: the thread that stores it, or the one that drops it
     */
    private record InFlight(SpooledObject object, AtomicBoolean begun, CompletableFuture<ObjectOutcome> outcome) {}

    /** @param executor decodes and stores; objects wait for it in the spool, twice its threads at most */
    public Delivery(ObjectReception reception, Spool spool, Executor executor, DoorSettings settings) {
        this.reception = reception;
        this.spool = spool;
        this.executor = executor;
        this.settings = settings;
    }

    /**
     * Waits until the next object need not wait for others: before it is asked for, since whoever gives it has a
     * limited time from then on.
     *
     * @throws RequestTooLargeException if the request is too large without it
     */
    public void makeRoom() throws IOException {
        if (inFlight.size() >= 2 * settings.parallelism()) {
            settle();
        }
    }

    /**
     * Receives one object.
     *
     * @throws RequestTooLargeException if the request is too large with it
     * @throws ObjectTooLargeException if it is by itself
     * @throws IOException if it cannot be read
     */
    public void add(InputStream in, Arrival arrival) throws IOException {
        if (outcomes.size() + inFlight.size() >= settings.objects()) {
            throw new RequestTooLargeException(settings.objects(), "objects");
        }
        makeRoom();
        SpooledObject object = spool.receive(in, settings.objectBytes());
        var begun = new AtomicBoolean();
        try {
            var outcome = CompletableFuture.supplyAsync(() -> store(object, arrival, begun), executor);
            inFlight.add(new InFlight(object, begun, outcome));
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private ObjectOutcome store(SpooledObject object, Arrival arrival, AtomicBoolean begun) {
        if (!begun.compareAndSet(false, true)) {
            throw new CancellationException("the delivery was closed");
        }
        try (object) {
            RuntimeException before = failure.get();
            if (before != null) {
                throw before;
            }
            return reception.store(object.file(), arrival);
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            throw e;
        }
    }

    /** Adds an object that is refused before it is looked at. */
    public void refuse(Refusal refusal) throws IOException {
        while (!inFlight.isEmpty()) {
            settle();
        }
        outcomes.add(new ObjectOutcome.Refused(SenderUids.NONE, refusal));
    }

    private void settle() throws IOException {
        ObjectOutcome outcome;
        try {
            outcome = inFlight.remove().outcome().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
        outcomes.add(outcome);
        images += outcome instanceof Stored stored ? stored.part().objectKeys().size() : 0;
        if (images > settings.images()) {
            throw new RequestTooLargeException(settings.images(), "images");
        }
    }

    /**
     * What became of the objects, in their order. When this returns, those that are stored are durable and announced.
     *
     * @throws RequestTooLargeException if they have too many images
     */
    public List<ObjectOutcome> finish() throws IOException {
        while (!inFlight.isEmpty()) {
            settle();
        }
        reception.announce(outcomes);
        return List.copyOf(outcomes);
    }

    /** Drops what has not begun to be stored, and waits for what has. */
    @Override
    public void close() {
        List<InFlight> running = new ArrayList<>();
        for (InFlight each : inFlight) {
            if (each.begun().compareAndSet(false, true)) {
                each.object().close();
            } else {
                running.add(each);
            }
        }
        inFlight.clear();
        running.forEach(each ->
                each.outcome().handle((outcome, failure) -> failure == null).join());
    }
}

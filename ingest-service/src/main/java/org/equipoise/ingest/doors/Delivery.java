package org.equipoise.ingest.doors;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import org.equipoise.ingest.doors.ObjectOutcome.Stored;
import org.equipoise.ingest.doors.Spool.SpooledObject;

/**
 * The objects of one request. While one arrives, others are decoded and stored; what was stored is announced at the
 * end, or not at all. Not thread-safe.
 */
public final class Delivery {

    private final ObjectReception reception;
    private final Spool spool;
    private final Executor executor;
    private final DoorSettings settings;
    private final Deque<CompletableFuture<ObjectOutcome>> inFlight = new ArrayDeque<>();
    private final List<ObjectOutcome> outcomes = new ArrayList<>();
    private long images;

    /** @param executor decodes and stores; objects wait for it in the spool, twice its threads at most */
    public Delivery(ObjectReception reception, Spool spool, Executor executor, DoorSettings settings) {
        this.reception = reception;
        this.spool = spool;
        this.executor = executor;
        this.settings = settings;
    }

    /**
     * Receives one object.
     *
     * @throws ObjectTooLargeException if it is, or the request with it
     * @throws IOException if it cannot be read
     */
    public void add(InputStream in, Arrival arrival) throws IOException {
        if (outcomes.size() + inFlight.size() >= settings.objects()) {
            throw new ObjectTooLargeException("the request", settings.objects(), "objects");
        }
        if (inFlight.size() >= 2 * settings.parallelism()) {
            settle();
        }
        SpooledObject object = spool.receive(in, settings.objectBytes());
        try {
            inFlight.add(CompletableFuture.supplyAsync(() -> store(object, arrival), executor));
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private ObjectOutcome store(SpooledObject object, Arrival arrival) {
        try (object) {
            return reception.store(object.file(), arrival);
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
            outcome = inFlight.remove().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
        outcomes.add(outcome);
        images += outcome instanceof Stored stored ? stored.part().objectKeys().size() : 0;
        if (images > settings.images()) {
            throw new ObjectTooLargeException("the request", settings.images(), "images");
        }
    }

    /**
     * What became of the objects, in their order. When this returns, those that are stored are durable and announced.
     *
     * @throws ObjectTooLargeException if they have too many images
     */
    public List<ObjectOutcome> finish() throws IOException {
        while (!inFlight.isEmpty()) {
            settle();
        }
        reception.announce(outcomes);
        return List.copyOf(outcomes);
    }
}

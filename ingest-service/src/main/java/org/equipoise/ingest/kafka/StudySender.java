package org.equipoise.ingest.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.reactive.messaging.MutinyEmitter;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.ingest.doors.Announcer;

/** Publishes studies that came through a door; done when the broker has them on all replicas that are in sync. */
@ApplicationScoped
public class StudySender implements Announcer {

    /**
     * Longer than the producer tries once. The connector then begins anew, and may have success when nobody waits any
     * more: the sender, told to send again, then says the same twice.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Announcements that the connector has at a time, also those that nobody waits for any more. */
    static final int MOST = 64;

    private final MutinyEmitter<byte[]> studies;
    private final Duration patience;
    private final Semaphore free = new Semaphore(MOST);

    /** The buffer has no limit of its own: what is in it is limited here. */
    @Inject
    public StudySender(
            @Channel("door-studies") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> studies) {
        this(studies, PATIENCE);
    }

    StudySender(MutinyEmitter<byte[]> studies, Duration patience) {
        this.studies = studies;
        this.patience = patience;
    }

    @Override
    public void announce(List<StudyPublished> events) {
        if (!free.tryAcquire()) {
            // Whoever is told so at once sends again all the same, and nothing piles up while Kafka is away.
            throw new NotAnnouncedException(new IllegalStateException(MOST + " announcements wait for Kafka"));
        }
        CompletableFuture<?> sent;
        try {
            sent = CompletableFuture.allOf(events.stream()
                    .map(event -> studies.sendMessage(OutgoingRecord.of(event).message())
                            .subscribeAsCompletionStage())
                    .toArray(CompletableFuture[]::new));
        } catch (RuntimeException e) {
            free.release();
            throw new NotAnnouncedException(e);
        }
        sent.whenComplete((done, failure) -> free.release());
        await(sent);
    }

    private void await(CompletableFuture<?> sent) {
        try {
            sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new NotAnnouncedException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAnnouncedException(e);
        }
    }
}

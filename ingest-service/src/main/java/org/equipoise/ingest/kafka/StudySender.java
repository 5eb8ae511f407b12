package org.equipoise.ingest.kafka;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
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

    private final MutinyEmitter<byte[]> studies;

    /** No more studies wait than requests are open. */
    public StudySender(
            @Channel("door-studies") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> studies) {
        this.studies = studies;
    }

    @Override
    public void announce(List<StudyPublished> events) {
        List<Uni<Void>> sent = events.stream()
                .map(event -> studies.sendMessage(OutgoingRecord.of(event).message()))
                .toList();
        try {
            Uni.join().all(sent).andFailFast().await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            throw new NotAnnouncedException(e);
        }
    }
}

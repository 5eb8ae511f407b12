package org.equipoise.ingest.kafka;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.ingest.doors.Announcer.NotAnnouncedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StudySenderTest {

    private final List<CompletableFuture<Void>> sent = new ArrayList<>();
    private final StudySender sender = new StudySender(emitter(), Duration.ofMillis(10));
    private boolean away;

    private static final StudyPublished STUDY = new StudyPublished(
            "s",
            "chest",
            "DX",
            null,
            null,
            List.of(new StudyImage("dicom/1/1.png", null, null, null, null)),
            Instant.EPOCH,
            null);

    /** One whose records are on their way until somebody completes them. */
    @SuppressWarnings("unchecked")
    private MutinyEmitter<byte[]> emitter() {
        return (MutinyEmitter<byte[]>) Proxy.newProxyInstance(
                MutinyEmitter.class.getClassLoader(), new Class<?>[] {MutinyEmitter.class}, (self, method, args) -> {
                    assertThat(method.getName()).isEqualTo("sendMessage");
                    var record = new CompletableFuture<Void>();
                    if (!away) {
                        record.complete(null);
                    }
                    sent.add(record);
                    return Uni.createFrom().completionStage(record);
                });
    }

    private void announce() {
        sender.announce(List.of(STUDY, STUDY));
    }

    @Test
    void whatIsAnnouncedLeavesRoom() {
        for (int i = 0; i < 2 * StudySender.MOST; i++) {
            announce();
        }

        assertThat(sent).hasSize(4 * StudySender.MOST);
    }

    @Test
    void whileKafkaIsAwayNoMorePileUpThanTheLimit() {
        away = true;
        for (int i = 0; i < StudySender.MOST; i++) {
            assertThatThrownBy(this::announce).isInstanceOf(NotAnnouncedException.class);
        }
        assertThatThrownBy(this::announce)
                .isInstanceOf(NotAnnouncedException.class)
                .hasRootCauseMessage("64 announcements wait for Kafka");
        assertThat(sent).hasSize(2 * StudySender.MOST);

        away = false;
        sent.get(0).complete(null);
        assertThatThrownBy(this::announce).as("half of the first one").isInstanceOf(NotAnnouncedException.class);
        sent.get(1).completeExceptionally(new IllegalStateException("never"));
        announce();

        assertThat(sent).hasSize(2 * StudySender.MOST + 2);
    }
}

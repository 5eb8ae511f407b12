package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.checkpoint.ObjectStoreStarts;
import org.equipoise.trainer.labels.AuditWorld;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.registry.OvertakenException;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;
import org.equipoise.trainer.training.TrainingWorld;
import org.equipoise.trainer.work.RequestedWork;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestHandlerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final byte[] REQUEST = EventCodec.write(TrainingWorld.request("naive", Map.of("batchSize", "32")));

    private final Failing networks = new Failing();
    private final TrainingWorld world = new TrainingWorld(networks);
    private final List<DeadLetter> letters = new ArrayList<>();
    private final List<String> unforeseen = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private final AtomicBoolean stops = new AtomicBoolean();

    @Test
    void aBugFailsItsRunAndIsADeadLetterWithItsStackAndIsTriedOnce() throws InterruptedException {
        networks.failures.add(new ArithmeticException("long overflow"));

        assertThat(handle(REQUEST, letters::add)).isTrue();

        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("training.requested.dlq");
            assertThat(letter.value()).isEqualTo(REQUEST);
            assertThat(reason(letter))
                    .startsWith("unforeseen java.lang.ArithmeticException: long overflow at ")
                    .contains("RequestHandlerTest");
        });
        assertThat(unforeseen).containsExactly("training.requested");
        assertThat(world.progress()).last().satisfies(failed -> {
            assertThat(failed.phase()).isEqualTo(Phase.FAILED);
            assertThat(failed.message()).contains("ArithmeticException: long overflow");
        });
        assertThat(networks.opened).isEqualTo(1);
    }

    @Test
    void aMissingLibraryFailsItsRunAndIsNoFaultOfOurs() throws InterruptedException {
        networks.failures.add(new UnsatisfiedLinkError("no jnitensorflow"));

        assertThat(handle(REQUEST, letters::add)).isTrue();

        assertThat(letters).isEmpty();
        assertThat(unforeseen).isEmpty();
        assertThat(world.progress()).extracting(TrainingProgressed::phase).endsWith(Phase.FAILED);
    }

    @Test
    void whatIsNoRequestIsADeadLetter() throws InterruptedException {
        assertThat(handle("{".getBytes(StandardCharsets.UTF_8), letters::add)).isTrue();

        assertThat(letters)
                .singleElement()
                .satisfies(letter -> assertThat(reason(letter)).startsWith("not a valid TrainingRequested"));
        assertThat(unforeseen).isEmpty();
    }

    /** Each of them passes by itself. */
    @Test
    void outagesAreWaitedForLongerAndLonger() throws InterruptedException {
        networks.failures.addAll(List.of(
                new StorageException("down", null),
                new TimeoutException("no answer"),
                new OvertakenException("another trainer decides", new IllegalStateException()),
                new UnsatisfiedLinkError("the end of this test")));

        assertThat(handle(REQUEST, letters::add)).isTrue();

        assertThat(waits).containsExactly(1000L, 2000L, 4000L);
        assertThat(letters).isEmpty();
    }

    @Test
    void aLetterIsSentUntilTheBrokersHaveIt() throws InterruptedException {
        Consumer<DeadLetter> broker = letter -> {
            if (waits.size() < 7) {
                throw new TimeoutException("no answer");
            }
            letters.add(letter);
        };

        assertThat(handle(new byte[0], broker)).isTrue();

        assertThat(letters).hasSize(1);
        assertThat(waits).containsExactly(1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L);
    }

    /** Nothing that is known makes such a letter; it must not stop the requests behind it all the same. */
    @Test
    void aLetterThatNoBrokerTakesIsGivenUp() throws InterruptedException {
        assertThat(handle(new byte[0], letter -> {
                    throw new RecordTooLargeException("2 MB");
                }))
                .isTrue();
        assertThat(waits).isEmpty();
    }

    @Test
    void whoMustStopLeavesTheRequestToWhoeverComesNext() throws InterruptedException {
        networks.failures.add(new StorageException("down", null));
        stops.set(true);

        assertThat(handle(REQUEST, letters::add)).isFalse();
        assertThatThrownBy(() -> handle(new byte[0], letter -> {
                    throw new TimeoutException("no answer");
                }))
                .isInstanceOf(InterruptedException.class);
    }

    private boolean handle(byte[] value, Consumer<DeadLetter> broker) throws InterruptedException {
        var work = new RequestedWork(
                world.service(), new AuditWorld(0).audit(1 << 20), new ObjectStoreStarts(world.objects(), "process"));
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new RequestHandler<>(
                        TrainingRequested.class, work, broker, unforeseen::add, clock, stops::get, waits::add)
                .handle(new ConsumerRecord<>("training.requested", 0, 7, new byte[] {1}, value));
    }

    private static String reason(DeadLetter letter) {
        return letter.headers().stream()
                .filter(header -> header.key().equals("dead-letter-reason"))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    /** Fails one way after the other when a network is asked for. */
    private static final class Failing implements NetworkFactory {

        private final List<Throwable> failures = new ArrayList<>();
        private int opened;

        @Override
        public boolean accelerated() {
            return false;
        }

        @Override
        public TrainableNetwork open(NetworkDescription description, TrainingMethod method, long seed) {
            Throwable failure = failures.get(opened++);
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
    }
}

package org.equipoise.trainer.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.ModelTrained;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecisionWriterTest {

    /** Of two processes that wait as they do, each with turns of 300 ms, by hand in time that is only counted. */
    @Test
    void writersThatOvertakeEachOtherAreAllThroughWithinTwentySecondsWhateverTheyDraw() {
        for (int writers = 2; writers <= 4; writers++) {
            for (int seed = 0; seed < 1000; seed++) {
                assertThat(lastThrough(writers, 300, seed))
                        .as("writers %d, seed %d", writers, seed)
                        .isLessThan(20_000);
            }
        }
    }

    /** The time at which the last writer is through, milliseconds. */
    private static long lastThrough(int writers, long turn, int seed) {
        record Event(long at, int writer, boolean ends, int turnNumber) {}
        var events = new PriorityQueue<Event>((a, b) -> Long.compare(a.at(), b.at()));
        List<TurnPauses> pauses = new ArrayList<>();
        int[] overtaken = new int[writers];
        int turns = 0;
        int owner = -1;
        int through = 0;
        for (int w = 0; w < writers; w++) {
            pauses.add(TurnPauses.of(new SplittableRandom(31L * seed + w)));
            events.add(new Event(w, w, false, 0));
        }
        while (true) {
            Event event = events.remove();
            if (!event.ends()) {
                owner = ++turns;
                events.add(new Event(event.at() + turn, event.writer(), true, owner));
            } else if (event.turnNumber() == owner) {
                if (++through == writers) {
                    return event.at();
                }
            } else {
                assertThat(++overtaken[event.writer()])
                        .isLessThan(pauses.get(event.writer()).most());
                long wait = pauses.get(event.writer())
                        .next(overtaken[event.writer()])
                        .toMillis();
                events.add(new Event(event.at() + wait, event.writer(), false, 0));
            }
        }
    }

    @Test
    void twoProcessesWithSlowStepsAreBothDecided() throws Exception {
        var broker = new Broker();

        CompletableFuture<Optional<ModelDecided>> one = CompletableFuture.supplyAsync(() -> slow(broker, "v1", 1));
        CompletableFuture<Optional<ModelDecided>> two = CompletableFuture.supplyAsync(() -> slow(broker, "v2", 2));

        assertThat(one.get(20, TimeUnit.SECONDS)).isPresent();
        assertThat(two.get(20, TimeUnit.SECONDS)).isPresent();
        assertThat(broker.published).extracting(ModelDecided::version).containsExactlyInAnyOrder("v1", "v2");
        assertThat(broker.published.get(1).decidedAt())
                .as("made from a log that holds the other one")
                .isAfter(broker.published.get(0).decidedAt());
    }

    private static Optional<ModelDecided> slow(Broker broker, String version, long seed) {
        var writer =
                new DecisionWriter(broker::log, broker, Clock.systemUTC(), TurnPauses.of(new SplittableRandom(seed)));
        return writer.write("lung", (last, now) -> {
            sleep(Duration.ofMillis(300));
            return Optional.of(refused(version, now));
        });
    }

    @Test
    void whoIsAlwaysOvertakenGivesUpAndSaysSo() {
        var turns = new AtomicInteger();
        RegistryEvents events = new RegistryEvents() {
            @Override
            public void trained(ModelTrained event) {
                throw new AssertionError("nothing was trained");
            }

            @Override
            public void decided(ModelDecided event) {
                turns.incrementAndGet();
                throw new OvertakenException("fenced", new IllegalStateException());
            }
        };
        var pauses = new TurnPauses(new SplittableRandom(1), Duration.ZERO, Duration.ZERO, 7);
        var writer = new DecisionWriter(DecisionLog::new, events, Clock.systemUTC(), pauses);

        assertThatThrownBy(() -> writer.write("lung", (last, now) -> Optional.of(refused("v1", now))))
                .isInstanceOf(OvertakenException.class)
                .hasMessage("others decided about lung in each of 7 turns: try it again");
        assertThat(turns).hasValue(7);
    }

    @Test
    void pausesDoubleUpToTheLongestAndAreDrawnBelowIt() {
        var pauses = new TurnPauses(new SplittableRandom(1), Duration.ofMillis(100), Duration.ofMillis(350), 9);

        for (int i = 0; i < 1000; i++) {
            assertThat(pauses.next(1)).isBetween(Duration.ZERO, Duration.ofMillis(100));
            assertThat(pauses.next(2)).isBetween(Duration.ZERO, Duration.ofMillis(200));
            assertThat(pauses.next(1000)).isBetween(Duration.ZERO, Duration.ofMillis(350));
        }
    }

    private static ModelDecided refused(String version, Instant at) {
        return new ModelDecided("lung", version, "run-1", Outcome.REFUSED, List.of(), null, at);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Kafka does it: only who began a turn last may publish. */
    private static final class Broker extends OnlyTurns {

        private final List<ModelDecided> published = new ArrayList<>();
        private int turns;

        @Override
        public synchronized Turn turn(String model) {
            int mine = ++turns;
            return event -> {
                synchronized (this) {
                    if (mine != turns) {
                        throw new OvertakenException("fenced", new IllegalStateException());
                    }
                    published.add(event);
                }
            };
        }

        synchronized DecisionLog log() {
            var log = new DecisionLog();
            published.forEach(log::apply);
            return log;
        }
    }
}

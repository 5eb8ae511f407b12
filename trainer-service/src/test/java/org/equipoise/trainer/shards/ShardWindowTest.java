package org.equipoise.trainer.shards;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.sampling.EpochSampling;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.testing.ManualClock;
import org.equipoise.trainer.training.FrozenDatasets;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.ShardSource;
import org.equipoise.trainer.training.Stripes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ShardWindowTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);
    private static final int IMAGES_PER_SHARD = 64;

    /** Ten shards an epoch, the last of 24 images. */
    private static final int IMAGES_PER_EPOCH = 600;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final List<ShardRequested> asked = new ArrayList<>();
    private final WaitingClock clock = new WaitingClock();
    private boolean augmenterAnswers = true;
    private boolean mixes;

    @Test
    void fourShardsAreOnOrderWhileOneIsTrainedOn() {
        ShardWindow window = window();
        window.certain(1);

        window.take(0, 0);

        assertThat(asked).extracting(ShardRequested::shard).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void whatAnInterruptedRunHasOnOrderStaysForTheTrainerThatGoesOn() {
        ShardWindow window = window();
        window.certain(1);
        window.take(0, 0);

        Thread.currentThread().interrupt();
        window.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(objects.list(Bucket.SHARDS, "run-1/")).hasSize(4);
        window.close();
        assertThat(objects.list(Bucket.SHARDS, "run-1/")).isEmpty();
    }

    @Test
    void anEpochThatIsNotCertainIsNotAskedFor() {
        ShardWindow window = window();
        window.certain(1);

        for (int n = 0; n < 10; n++) {
            window.take(0, n);
        }

        assertThat(asked).hasSize(10);
    }

    @Test
    void aCertainNextEpochIsAskedForAheadOfItsTurn() {
        ShardWindow window = window();
        window.certain(2);

        for (int n = 0; n < 10; n++) {
            window.take(0, n);
        }

        assertThat(asked).hasSize(14);
        assertThat(asked.get(13).key()).isEqualTo("run-1/1/3");
    }

    @Test
    void aResumedRunAsksFromItsOwnEpochOn() {
        ShardWindow window = window();
        window.certain(3);

        window.take(2, 0);

        assertThat(asked.get(0).key()).isEqualTo("run-1/2/0");
    }

    @Test
    void aShardIsDeletedOnceItIsInMemory() {
        ShardWindow window = window();
        window.certain(1);

        Shard shard = window.take(0, 9 - 9);

        assertThat(shard.size()).isEqualTo(IMAGES_PER_SHARD);
        assertThat(objects.get(Bucket.SHARDS, ObjectKeys.shard("run-1", 0, 0))).isEmpty();
    }

    @Test
    void whatIsLeftIsDeletedOnClose() {
        ShardWindow window = window();
        window.certain(1);
        window.take(0, 0);

        window.close();

        assertThat(objects.list(Bucket.SHARDS, "run-1/")).isEmpty();
    }

    @Test
    void aShardThatDoesNotComeIsAskedForEveryThirtySeconds() {
        augmenterAnswers = false;
        ShardWindow window = window();
        window.certain(1);

        assertThatExceptionOfType(RunFailedException.class).isThrownBy(() -> window.take(0, 0));

        assertThat(asked)
                .filteredOn(request -> request.shard() == 0)
                .extracting(request ->
                        Duration.between(clock.begin, request.requestedAt()).toSeconds())
                .containsExactly(0L, 30L, 60L, 90L, 120L, 150L);
    }

    @Test
    void aShardThatNeverComesFailsTheRunByName() {
        augmenterAnswers = false;
        ShardWindow window = window();
        window.certain(1);

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> window.take(0, 0))
                .withMessageContainingAll("run-1/0/0.npz", "180 s");
    }

    @Test
    void aShardThatArrivesWithoutAnEventIsFoundByLooking() {
        augmenterAnswers = false;
        ShardWindow window = window();
        window.certain(1);
        clock.after(Duration.ofSeconds(5), () -> store(request(0)));

        Shard shard = window.take(0, 0);

        assertThat(shard.size()).isEqualTo(IMAGES_PER_SHARD);
        assertThat(Duration.between(clock.begin, clock.instant())).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aShardOfTheWrongSizeFailsTheRunByName() {
        augmenterAnswers = false;
        ShardWindow window = window();
        window.certain(1);
        store(request(9), 0);

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> window.take(0, 0))
                .withMessage("shard run-1/0/0.npz holds 24 images, expected 64");
    }

    @Test
    void aShardThatIsNoNpzFailsTheRunByName() {
        augmenterAnswers = false;
        ShardWindow window = window();
        window.certain(1);
        objects.put(Bucket.SHARDS, ObjectKeys.shard("run-1", 0, 0), new byte[] {1, 2, 3}, "");

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> window.take(0, 0))
                .withMessageContaining("run-1/0/0.npz");
    }

    @Test
    void aShardThatIsRefusedFailsTheRunAtOnceWithTheReason() {
        augmenterAnswers = false;
        ShardWindow window = window();
        window.certain(1);
        clock.refusals.put("run-1/0/0", "pack 0 cannot be used: expected a |u1 array, got <f4");

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> window.take(0, 0))
                .withMessage("shard run-1/0/0.npz cannot be made:"
                        + " pack 0 cannot be used: expected a |u1 array, got <f4");

        assertThat(Duration.between(clock.begin, clock.instant())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aShardThatIsThereIsTakenWhateverARefusalSays() {
        augmenterAnswers = false;
        ShardWindow window = window();
        window.certain(1);
        clock.refusals.put("run-1/0/0", "this instance has no memory for it");
        clock.after(Duration.ofSeconds(1), () -> store(request(0)));

        assertThat(window.take(0, 0).size()).isEqualTo(IMAGES_PER_SHARD);
    }

    @Test
    void whoGivesLessTimeWaitsLess() {
        augmenterAnswers = false;
        ShardWindow window = window();

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> window.take(0, 0, Duration.ofSeconds(7)))
                .withMessageContaining("did not come within 7 s");
        assertThat(Duration.between(clock.begin, clock.instant())).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aShardThatIsMixedIsRefusedWhereNobodyAskedForIt() {
        ShardWindow window = window();
        mixes = true;

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> window.take(0, 0))
                .withMessage("shard run-1/0/0.npz is mixed, and nobody asked for mixup");
    }

    private ShardWindow window() {
        var dataset = FrozenDatasets.even("d", new LabelSet(List.of("a", "b")), SHAPE, 300, 300);
        var plan = new ShardSource.Plan(
                new TrainingRequested("run-1", "m", "d", "v1", "auto", Map.of(), 7, clock.begin),
                dataset,
                org.equipoise.common.events.AugmentationPolicy.NONE,
                java.util.Collections.nCopies(
                        40,
                        new ShardSource.Plan.Epoch(
                                EpochSampling.of(ShardRequested.Sampling.NATURAL), List.of(1.0, 1.0))),
                IMAGES_PER_SHARD,
                IMAGES_PER_EPOCH);
        return new ShardWindow(plan, objects, this::ask, clock, new Defaults(), clock);
    }

    private void ask(ShardRequested request) {
        asked.add(request);
        if (augmenterAnswers) {
            store(request);
        }
    }

    private ShardRequested request(int shard) {
        var auto = org.equipoise.common.events.AugmentationPolicy.NONE;
        return new ShardRequested(
                "run-1",
                0,
                shard,
                IMAGES_PER_SHARD,
                "d",
                "v1",
                ShardRequested.Sampling.NATURAL,
                auto,
                List.of(1.0, 1.0),
                7,
                clock.begin);
    }

    private void store(ShardRequested request) {
        store(request, request.shard());
    }

    private void store(ShardRequested request, int as) {
        int images = Math.min(IMAGES_PER_SHARD, IMAGES_PER_EPOCH - request.shard() * IMAGES_PER_SHARD);
        Shard shard = Stripes.shard(SHAPE, images, request.classWeights(), 1);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofBytes(shard.pixels(), images, SHAPE.height(), SHAPE.width(), 1));
        arrays.put("labels", NpyArray.ofInts(shard.labels(), images));
        arrays.put("weights", NpyArray.ofFloats(shard.weights(), images));
        if (mixes) {
            arrays.put("partnerLabels", NpyArray.ofInts(shard.labels(), images));
            arrays.put("partnerShares", NpyArray.ofFloats(new float[images], images));
        }
        objects.put(Bucket.SHARDS, ObjectKeys.shard("run-1", request.epoch(), as), Npz.write(arrays), "");
    }

    private static final class Defaults implements ShardConfig {

        @Override
        public int window() {
            return 4;
        }

        @Override
        public Duration askAgainAfter() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration giveUpAfter() {
            return Duration.ofMinutes(3);
        }

        @Override
        public Duration lookEvery() {
            return Duration.ofSeconds(1);
        }
    }

    /** Time that passes only while somebody waits. */
    private static final class WaitingClock extends ManualClock implements ShardSignals {

        private final Instant begin = instant();
        private Instant due = Instant.MAX;
        private Runnable event = () -> {};
        private final Map<String, String> refusals = new HashMap<>();

        WaitingClock() {
            super(Instant.parse("2026-11-23T08:00:00Z"));
        }

        void after(Duration time, Runnable action) {
            due = begin.plus(time);
            event = action;
        }

        @Override
        public Optional<String> await(String key, Duration atMost) {
            pass(atMost);
            if (!instant().isBefore(due)) {
                due = Instant.MAX;
                event.run();
            }
            return Optional.ofNullable(refusals.remove(key));
        }

        @Override
        public void close() {
            // Nobody else listens.
        }
    }
}

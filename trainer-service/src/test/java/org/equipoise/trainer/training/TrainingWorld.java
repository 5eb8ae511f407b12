package org.equipoise.trainer.training;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.TrainingNeeds;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.testing.ManualClock;
import org.equipoise.trainer.checkpoint.ObjectStoreCheckpoints;

/** A frozen dataset of stripes, everything around a run in memory, and a switch that kills the trainer. */
public final class TrainingWorld {

    public static final InputShape SHAPE = new InputShape(16, 16, 1);
    public static final int TRAIN = 160;

    private static final int HELD_OUT = 40;
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    /** The process died. */
    public static final class Killed extends RuntimeException {}

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final List<TrainingProgressed> progress = new ArrayList<>();
    private final List<TrainedModel> outcomes = new ArrayList<>();
    private final List<Integer> certain = new ArrayList<>();
    private final NetworkFactory networks;
    private DatasetFrozen dataset = frozen(List.of(80L, 80L), HELD_OUT);
    private Throwable killer = new Killed();
    private int killedAfterShards = Integer.MAX_VALUE;
    private boolean outcomeDies;
    private int stalledAfterShards = Integer.MAX_VALUE;
    private Runnable meanwhile = () -> {};
    private int trainers;
    private boolean packed;
    private EndedRun.Aftermath aftermath = EndedRun.Aftermath.NONE;
    private final ManualClock clock = new ManualClock(NOW);
    private Duration shardTakes = Duration.ZERO;
    private FrozenNetworks backbones = FrozenNetworks.NONE;
    private AugmentationExamination examination = AugmentationExamination.NONE;

    public TrainingWorld(NetworkFactory networks) {
        this.networks = networks;
        FrozenDatasets.storeStripes(objects, "stripes", SHAPE, Split.VALIDATION, HELD_OUT);
        FrozenDatasets.storeStripes(objects, "stripes", SHAPE, Split.TEST, HELD_OUT);
    }

    /** A new process over what is stored. */
    public TrainingService service() {
        var ports = new TrainingPorts(
                (name, version) -> Optional.of(dataset).filter(d -> d.key().equals(name + "/" + version)),
                new DatasetPacks(objects),
                networks,
                backbones,
                StripeSource::new,
                examination,
                new ObjectStoreCheckpoints(objects),
                progress::add,
                this::take,
                aftermath,
                clock,
                TrainingNeeds.TEST_IMAGES_PER_CLASS);
        var config = new SmallRyeConfigBuilder()
                .withMapping(TrainingConfig.class)
                .withDefaultValue("equipoise.trainer.training.images-per-shard", "64")
                .build()
                .getConfigMapping(TrainingConfig.class);
        return new TrainingService(ports, config, "trainer-" + trainers++);
    }

    public static TrainingRequested request(String recipe, Map<String, String> settings) {
        return new TrainingRequested("run-1", "stripes", "stripes", "v1", recipe, settings, 7, NOW);
    }

    /** The next process dies when it wants one shard more than this. */
    public void killAfterShards(int shards) {
        killAfterShards(shards, new Killed());
    }

    /** The next process meets this when it wants one shard more than this. */
    public void killAfterShards(int shards, Throwable by) {
        killedAfterShards = shards;
        killer = by;
    }

    /** The next process stalls when it wants one shard more than this, and goes on when something else is over. */
    public void stallAfterShards(int shards, Runnable then) {
        stalledAfterShards = shards;
        meanwhile = then;
    }

    /** The next process dies when the model is handed over. */
    public void killInOutcome() {
        outcomeDies = true;
    }

    /** Replaces the class counts of the dataset's training split. */
    public void countTraining(Long... counts) {
        dataset = frozen(List.of(counts), HELD_OUT);
    }

    /** Leaves the second class without images to validate with. */
    public void loseSecondClassInValidation() {
        dataset = FrozenDatasets.of(
                "stripes",
                dataset.labelSet(),
                SHAPE,
                Map.of(
                        Split.TRAIN,
                                Objects.requireNonNull(dataset.classCounts().get(Split.TRAIN)),
                        Split.VALIDATION, new ClassDistribution(List.of((long) HELD_OUT, 0L)),
                        Split.TEST, Objects.requireNonNull(dataset.classCounts().get(Split.TEST))),
                dataset.packs(),
                NOW);
    }

    /** Leaves the dataset without images to validate or test with. */
    public void emptyHeldOutSplits() {
        dataset = frozen(List.of(80L, 80L), 0);
    }

    /** Keeps pretrained networks, and packs the training split for them. */
    public void keep(FrozenNetworks kept) {
        backbones = kept;
        FrozenDatasets.storeStripes(objects, "stripes", SHAPE, Split.TRAIN, TRAIN);
        packTraining(TRAIN);
    }

    /**
     * Packs the training split, and writes the manifest that says which image is whose, so that folds can be left out:
     * shards have the images of the pack.
     */
    public void pack() {
        FrozenDatasets.storeStripes(objects, "stripes", SHAPE, Split.TRAIN, TRAIN);
        packTraining(TRAIN);
        packed = true;
        String manifest = IntStream.range(0, TRAIN)
                .mapToObj(i -> new String(
                        EventCodec.write(new DatasetFrozen.ManifestEntry(
                                String.format("%064x", i), "direction", i % 2, Split.TRAIN)),
                        StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
        objects.put(
                Bucket.DATASETS,
                dataset.manifestKey(),
                manifest.getBytes(StandardCharsets.UTF_8),
                "application/x-ndjson");
    }

    /** Says that the training split has a pack of so many images. */
    public void packTraining(int images) {
        pack(Split.TRAIN, images);
    }

    /** Says the same of a split. */
    public void pack(Split split, int images) {
        List<DatasetFrozen.Pack> packs = new ArrayList<>(dataset.packs());
        packs.removeIf(pack -> pack.split() == split);
        packs.add(FrozenDatasets.pack("stripes", split, images));
        dataset = FrozenDatasets.of("stripes", dataset.labelSet(), SHAPE, dataset.classCounts(), packs, NOW);
    }

    /** What looks at the augmentation of a run from now on. */
    public void examine(AugmentationExamination next) {
        examination = next;
    }

    /** What looks at a run's end from now on. */
    public void afterwards(EndedRun.Aftermath next) {
        aftermath = next;
    }

    /** Time, which stands still unless it is moved. */
    public ManualClock clock() {
        return clock;
    }

    /** Every shard is waited for. */
    public void makeEachShardTake(Duration time) {
        shardTakes = time;
    }

    public List<TrainingProgressed> progress() {
        return progress;
    }

    /** Every call of the outcome, in order. */
    public List<TrainedModel> outcomes() {
        return outcomes;
    }

    /** What was said to be certain before each epoch. */
    public List<Integer> certain() {
        return certain;
    }

    public InMemoryObjectStore objects() {
        return objects;
    }

    private static RuntimeException thrown(Throwable killer) {
        if (killer instanceof Error error) {
            throw error;
        }
        return (RuntimeException) killer;
    }

    private void take(TrainedModel model) {
        outcomes.add(model);
        if (outcomeDies) {
            outcomeDies = false;
            throw new Killed();
        }
    }

    private static DatasetFrozen frozen(List<Long> train, int heldOut) {
        var even = new ClassDistribution(List.of(heldOut / 2L, heldOut / 2L));
        return FrozenDatasets.of(
                "stripes",
                new LabelSet(List.of("flat", "steep")),
                SHAPE,
                Map.of(Split.TRAIN, new ClassDistribution(train), Split.VALIDATION, even, Split.TEST, even),
                List.of(
                        FrozenDatasets.pack("stripes", Split.VALIDATION, heldOut),
                        FrozenDatasets.pack("stripes", Split.TEST, heldOut)),
                NOW);
    }

    /** Makes the same shard whenever it is asked for, as augment-service does. */
    private final class StripeSource implements ShardSource {

        private final Plan plan;

        StripeSource(Plan plan) {
            this.plan = plan;
        }

        @Override
        public void certain(int epochs) {
            certain.add(epochs);
        }

        @Override
        public Shard take(int epoch, int shard) {
            if (stalledAfterShards-- == 0) {
                stalledAfterShards = Integer.MAX_VALUE;
                meanwhile.run();
            }
            if (killedAfterShards-- == 0) {
                killedAfterShards = Integer.MAX_VALUE;
                throw thrown(killer);
            }
            clock.pass(shardTakes);
            List<Double> classWeights = plan.epochs().get(epoch).classWeights();
            return packed
                    ? packed(shard, classWeights)
                    : Stripes.shard(SHAPE, plan.images(shard), classWeights, 100L * epoch + shard);
        }

        /** Images of the pack, as many as the shard has, and which these are. */
        private Shard packed(int shard, List<Double> classWeights) {
            int[] sources = IntStream.range(0, plan.images(shard))
                    .map(i -> shard * plan.imagesPerShard() + i)
                    .toArray();
            List<LabelledImages> packs = new ArrayList<>();
            new DatasetPacks(objects).read(dataset, Split.TRAIN, packs::add);
            LabelledImages images = packs.get(0).of(sources);
            float[] weights = new float[sources.length];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = classWeights.get(images.label(i)).floatValue();
            }
            return new Shard(
                    images.format(),
                    images.pixels(),
                    images.labels(),
                    weights,
                    SoftLabels.none(images.labels()),
                    ShardSources.of(sources, sources, sources.length),
                    new float[0]);
        }

        @Override
        public void close() {
            // Nothing is on order here.
        }
    }
}

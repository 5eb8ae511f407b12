package org.equipoise.trainer.labels;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.training.DatasetManifest;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.FrozenDatasets;
import org.equipoise.trainer.training.FrozenNetworks;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.Stripes;
import org.equipoise.trainer.training.VersionFeatures;
import org.jspecify.annotations.Nullable;

/** A frozen dataset of stripes in two packs, in which the labels of the first images are wrong. */
public final class AuditWorld {

    public static final String DATASET = "audited";
    public static final InputShape SHAPE = new InputShape(16, 16, 1);
    public static final LabelSet LABELS = new LabelSet(List.of("flat", "steep"));
    public static final int IMAGES = 120;

    static final Duration LONGEST_LOOK = Duration.ofMinutes(3);
    static final Duration SIGNS_EVERY = Duration.ofSeconds(10);

    private static final int FIRST_PACK = 70;
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final List<LabelSuspected> suspects = new ArrayList<>();
    private final List<TrainingProgressed> progress = new ArrayList<>();
    private final int[] given;

    public AuditWorld(int wrong) {
        this(labels(wrong));
    }

    AuditWorld(int[] given) {
        this(given, 0, i -> null);
    }

    /**
     * The first {@code copies} images are the first image in a little noise.
     *
     * @param groups the patient group of each image, null for none
     */
    AuditWorld(int[] given, int copies, IntFunction<@Nullable String> groups) {
        this.given = given;
        Shard images = Stripes.shard(SHAPE, IMAGES, List.of(1.0, 1.0), 3);
        var random = new Random(5);
        for (int p = SHAPE.length(); p < copies * SHAPE.length(); p++) {
            int noisy = (images.pixels()[p % SHAPE.length()] & 0xFF) + random.nextInt(-2, 3);
            images.pixels()[p] = (byte) Math.max(0, Math.min(255, noisy));
        }
        store(objects, DATASET, given, images, groups);
    }

    public LabelAudit audit(int mostBytes) {
        return audit(mostBytes, FrozenNetworks.NONE);
    }

    LabelAudit audit(int mostBytes, FrozenNetworks backbones) {
        return audit(mostBytes, backbones, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    LabelAudit audit(int mostBytes, FrozenNetworks backbones, Clock clock) {
        return audit(mostBytes, backbones, clock, LONGEST_LOOK);
    }

    LabelAudit audit(int mostBytes, FrozenNetworks backbones, Clock clock, Duration longestLook) {
        DatasetFrozen frozen = frozen(DATASET, given);
        var ports = new LabelAudit.Ports(
                (name, version) -> Optional.of(frozen).filter(d -> d.key().equals(name + "/" + version)),
                new TrainingSplit(new DatasetPacks(objects), new DatasetManifest(objects), mostBytes),
                features(backbones, clock),
                suspects::add,
                progress::add,
                clock);
        return new LabelAudit(ports, longestLook);
    }

    private VersionFeatures features(FrozenNetworks backbones, Clock clock) {
        return new VersionFeatures(new DatasetPacks(objects), backbones, clock, SIGNS_EVERY);
    }

    static TrainingRequested request(Map<String, String> settings) {
        return new TrainingRequested("audit-1", DATASET, DATASET, "v1", "labels", settings, 7, NOW);
    }

    /** The version that is audited. */
    public DatasetFrozen dataset() {
        return frozen(DATASET, given);
    }

    /** What eyes that see differences of pixels see of it. */
    public VersionFeatures seen() {
        return features(SeeingNetworks.differences(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    InMemoryObjectStore objects() {
        return objects;
    }

    List<LabelSuspected> suspects() {
        return suspects;
    }

    List<TrainingProgressed> progress() {
        return progress;
    }

    /** Classes in turn; those of the first {@code wrong} images are the other one. */
    public static int[] labels(int wrong) {
        return IntStream.range(0, IMAGES)
                .map(i -> i < wrong ? 1 - i % 2 : i % 2)
                .toArray();
    }

    /** The id of image {@code i}. */
    public static String imageId(int i) {
        return String.format("%064x", i + 1);
    }

    /** Puts packs and manifest where freezing would. */
    public static void store(ObjectStore objects, String dataset, int[] given) {
        store(objects, dataset, given, Stripes.shard(SHAPE, IMAGES, List.of(1.0, 1.0), 3), i -> null);
    }

    private static void store(
            ObjectStore objects, String dataset, int[] given, Shard images, IntFunction<@Nullable String> groups) {
        pack(objects, dataset, images, given, 0, 0, FIRST_PACK);
        pack(objects, dataset, images, given, 1, FIRST_PACK, IMAGES);
        String manifest = IntStream.range(0, IMAGES)
                .mapToObj(i -> "{\"imageId\":\"" + imageId(i) + "\",\"label\":\"" + LABELS.name(given[i])
                        + "\",\"classIndex\":" + given[i] + ",\"split\":\"train\"" + group(groups.apply(i)) + "}\n")
                .collect(Collectors.joining());
        objects.put(
                Bucket.DATASETS,
                ObjectKeys.manifest(dataset, "v1"),
                manifest.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "application/jsonl");
    }

    private static String group(@Nullable String group) {
        return group == null ? "" : ",\"patientGroup\":\"" + group + "\"";
    }

    private static void pack(
            ObjectStore objects, String dataset, Shard images, int[] given, int part, int from, int to) {
        byte[] pixels = java.util.Arrays.copyOfRange(images.pixels(), from * SHAPE.length(), to * SHAPE.length());
        int[] labels = java.util.Arrays.copyOfRange(given, from, to);
        Map<String, NpyArray> arrays = Map.of(
                "images", NpyArray.ofBytes(pixels, to - from, SHAPE.height(), SHAPE.width(), 1),
                "labels", NpyArray.ofInts(labels, to - from));
        objects.put(
                Bucket.DATASETS,
                ObjectKeys.pack(dataset, "v1", Split.TRAIN, part),
                Npz.write(arrays),
                "application/octet-stream");
    }

    /** The event of freezing. */
    public static DatasetFrozen frozen(String dataset, int[] given) {
        long steep = IntStream.of(given).sum();
        return FrozenDatasets.of(
                dataset,
                LABELS,
                SHAPE,
                Map.of(Split.TRAIN, new ClassDistribution(List.of(IMAGES - steep, steep))),
                List.of(
                        new DatasetFrozen.Pack(Split.TRAIN, ObjectKeys.pack(dataset, "v1", Split.TRAIN, 0), FIRST_PACK),
                        new DatasetFrozen.Pack(
                                Split.TRAIN, ObjectKeys.pack(dataset, "v1", Split.TRAIN, 1), IMAGES - FIRST_PACK)),
                NOW);
    }
}

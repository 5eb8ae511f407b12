package org.equipoise.augment.sharding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.equipoise.augment.packs.PackFixture;
import org.equipoise.augment.packs.TrainingSplit;
import org.equipoise.augment.packs.TrainingSplits;
import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.AugmentationPolicy.MixupPartner;
import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ShardMakerTest {

    private static final AugmentationPolicy WILD = new AugmentationPolicy(true, true, 180, 0.4, 0.3);

    /** As the release before this test made it. */
    private static final int PINNED = -220143243;

    private final ShardMaker maker = new ShardMaker(1 << 20);

    @Test
    void aShardHoldsImagesWithTheirLabelsAndWeights() {
        TrainingSplit split = constantImages(0, 1, 1, 0, 1);

        Shard shard = maker.make(request(0, 64, AugmentationPolicy.NONE, Sampling.NATURAL, 0.5, 2.0), split);

        Map<String, NpyArray> arrays = Npz.read(shard.npz());
        assertThat(shard.images()).isEqualTo(5);
        assertThat(arrays).containsOnlyKeys("images", "labels", "weights", "sources");
        assertThat(array(arrays, "images").shape()).containsExactly(5, 8, 8, 1);
        assertThat(array(arrays, "images").dtype()).isEqualTo("|u1");
        int[] labels = array(arrays, "labels").toInts();
        float[] weights = array(arrays, "weights").toFloats();
        for (int i = 0; i < 5; i++) {
            int image = array(arrays, "images").bytes()[i * 64] / 10 - 1;
            assertThat(array(arrays, "sources").toInts()[i]).isEqualTo(image);
            assertThat(labels[i]).isEqualTo(split.label(image));
            assertThat(weights[i]).isEqualTo(labels[i] == 0 ? 0.5f : 2.0f);
        }
    }

    @Test
    void withoutAugmentationTheBytesAreThoseOfThePack() {
        TrainingSplit split = randomImages(7);

        byte[] images = images(maker.make(request(0, 7, AugmentationPolicy.NONE, Sampling.NATURAL, 1, 1), split));

        List<String> fromPack = new ArrayList<>();
        List<String> fromShard = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            fromPack.add(java.util.HexFormat.of().formatHex(split.samples(i), split.offset(i), split.offset(i) + 64));
            fromShard.add(java.util.HexFormat.of().formatHex(images, i * 64, i * 64 + 64));
        }
        assertThat(fromShard).containsExactlyInAnyOrderElementsOf(fromPack);
    }

    @Test
    void anEpochIsTheSameHoweverItIsCut() {
        TrainingSplit split = randomImages(10);

        byte[] whole = images(maker.make(request(0, 10, WILD, Sampling.BALANCED, 1, 1), split));

        byte[] joined = new byte[0];
        for (int shard = 0; shard < 4; shard++) {
            byte[] part = images(maker.make(request(shard, 3, WILD, Sampling.BALANCED, 1, 1), split));
            byte[] longer = java.util.Arrays.copyOf(joined, joined.length + part.length);
            System.arraycopy(part, 0, longer, joined.length, part.length);
            joined = longer;
        }
        assertThat(joined).isEqualTo(whole);
    }

    @Test
    void theSameRequestGivesTheSameBytes() {
        TrainingSplit split = randomImages(10);
        ShardRequested request = request(0, 10, WILD, Sampling.NATURAL, 1, 1);

        assertThat(maker.make(request, split).npz())
                .isEqualTo(new ShardMaker(1 << 30).make(request, split).npz());
    }

    @Test
    void augmentationMovesImages() {
        TrainingSplit split = randomImages(10);

        byte[] moved = images(maker.make(request(0, 10, WILD, Sampling.NATURAL, 1, 1), split));

        assertThat(moved)
                .isNotEqualTo(
                        images(maker.make(request(0, 10, AugmentationPolicy.NONE, Sampling.NATURAL, 1, 1), split)));
    }

    /** Every transform at once, grey, RGB and deep: the same bytes again, and however an epoch is cut. */
    @Test
    void everyTransformFollowsFromTheDrawAlone() {
        AugmentationPolicy everything = AugmentationPolicy.of(java.util.Arrays.stream(Transform.values())
                .collect(java.util.stream.Collectors.toMap(transform -> transform, Transform::most)));
        TrainingSplit grey = randomImages(6);
        TrainingSplit deepGrey = deepImages(6);

        byte[] whole = images(maker.make(request(0, 6, everything, Sampling.NATURAL, 1, 1), grey));
        byte[] second = images(maker.make(request(1, 3, everything, Sampling.NATURAL, 1, 1), grey));
        byte[] deepWhole = deepSamples(deep(request(0, 6, everything, Sampling.NATURAL, 1, 1)), deepGrey);
        byte[] deepSecond = deepSamples(deep(request(1, 3, everything, Sampling.NATURAL, 1, 1)), deepGrey);

        assertThat(java.util.Arrays.copyOfRange(whole, whole.length / 2, whole.length))
                .isEqualTo(second);
        assertThat(java.util.Arrays.copyOfRange(deepWhole, deepWhole.length / 2, deepWhole.length))
                .isEqualTo(deepSecond);
        for (Transform transform : Transform.values()) {
            byte[] without =
                    images(maker.make(request(0, 6, everything.with(transform, 0), Sampling.NATURAL, 1, 1), grey));
            assertThat(without).as("without %s", transform.setting()).isNotEqualTo(whole);
        }
    }

    /**
     * Pins the bytes of a policy that earlier releases had, too: a change here changes what a resumed run trains on.
     */
    @Test
    void theShardOfAnEarlierReleasesPolicyHasItsBytes() {
        var policy = new AugmentationPolicy(true, true, 30, 0.2, 0.1, 0.15, 0.1);

        byte[] images = images(maker.make(request(0, 5, policy, Sampling.BALANCED, 1, 1), randomImages(5)));

        assertThat(java.util.Arrays.hashCode(images)).isEqualTo(PINNED);
    }

    /** Image i is 10 (i + 1) everywhere: a mixed picture says which second image is in it, and how much of it. */
    @Test
    void aMixedImageSaysWhatIsMixedIn() {
        TrainingSplit split = constantImages(0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        AugmentationPolicy mixed =
                AugmentationPolicy.NONE.with(Transform.MIXUP, 1).mixedWith(MixupPartner.BALANCED);

        Map<String, NpyArray> plain =
                Npz.read(maker.make(request(0, 10, AugmentationPolicy.NONE, Sampling.NATURAL, 1, 3), split)
                        .npz());
        Map<String, NpyArray> arrays = Npz.read(
                maker.make(request(0, 10, mixed, Sampling.NATURAL, 1, 3), split).npz());

        int[] labels = array(arrays, "labels").toInts();
        int[] partners = array(arrays, "partnerLabels").toInts();
        int[] partnerSources = array(arrays, "partnerSources").toInts();
        float[] targets = array(arrays, "partnerShares").toFloats();
        float[] weights = array(arrays, "weights").toFloats();
        assertThat(labels).isEqualTo(array(plain, "labels").toInts());
        assertThat(java.util.Arrays.stream(partners).sum()).isBetween(2, 8);
        for (int i = 0; i < 10; i++) {
            assertThat(split.label(partnerSources[i])).isEqualTo(partners[i]);
            int own = array(plain, "images").bytes()[i * 64];
            int seen = array(arrays, "images").bytes()[i * 64];
            // The weighted target gives the share of the picture back.
            double second = targets[i] * weights[i] / (partners[i] == 1 ? 3 : 1);
            assertThat(second).isBetween(0.0, 0.5001);
            assertThat(weights[i])
                    .isCloseTo(
                            (float) ((1 - second) * (labels[i] == 1 ? 3 : 1) + targets[i] * weights[i]), within(1e-5f));
            if (partners[i] == 1) {
                assertThat((double) seen).isCloseTo(own + second * (100 - own), within(0.51));
            }
        }
    }

    @Test
    void mixedShardsAreTheSameHoweverAnEpochIsCut() {
        AugmentationPolicy mixed = WILD.with(Transform.MIXUP, 0.4);
        TrainingSplit split = randomImages(10);

        byte[] whole = images(maker.make(request(0, 10, mixed, Sampling.BALANCED, 1, 1), split));
        byte[] second = images(maker.make(request(1, 5, mixed, Sampling.BALANCED, 1, 1), split));

        assertThat(java.util.Arrays.copyOfRange(whole, whole.length / 2, whole.length))
                .isEqualTo(second);
    }

    /** What lies beyond a window is seen as its end: none of it may show through a mixture. */
    @Test
    void sixteenBitsAreMixedAsTheyAreSeen() {
        AugmentationPolicy mixed = AugmentationPolicy.NONE.with(Transform.MIXUP, 1);

        byte[] samples = deepSamples(deep(request(0, 6, mixed, Sampling.NATURAL, 1, 1)), deepImages(6));

        for (int i = 0; i < samples.length; i += 2) {
            assertThat(samples[i] & 0xff | (samples[i + 1] & 0xff) << 8).isBetween(1000, 3000);
        }
    }

    @Test
    void aClassWithoutImagesIsNoPartner() {
        AugmentationPolicy mixed =
                AugmentationPolicy.NONE.with(Transform.MIXUP, 1).mixedWith(MixupPartner.BALANCED);

        Shard shard = maker.make(request(0, 4, mixed, Sampling.NATURAL, 1, 1, 1), constantImages(0, 2, 2, 2));

        assertThat(array(Npz.read(shard.npz()), "partnerLabels").toInts()).doesNotContain(1);
    }

    @Test
    void aClassWithoutAWeightIsRefused() {
        TrainingSplit split = constantImages(0, 1, 2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> maker.make(request(0, 3, WILD, Sampling.NATURAL, 1, 1), split))
                .withMessage("the training split has the class 2, but the request has weights for 2 classes");
    }

    @Test
    void aShardAboveTheBoundIsRefusedWithTheSettingToRaise() {
        TrainingSplit split = randomImages(10);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShardMaker(639).make(request(0, 10, WILD, Sampling.NATURAL, 1, 1), split))
                .withMessageContaining("640 bytes, more than the 639 of equipoise.augment.sharding.max-bytes");
    }

    @Test
    void sixteenBitsStaySo() {
        TrainingSplit split = deepImages(7);
        ShardRequested request = deep(request(0, 7, AugmentationPolicy.NONE, Sampling.NATURAL, 1, 1));

        NpyArray images = array(Npz.read(maker.make(request, split).npz()), "images");

        assertThat(images.dtype()).isEqualTo("<u2");
        assertThat(images.shape()).containsExactly(7, 8, 8, 1);
        List<String> fromPack = new ArrayList<>();
        List<String> fromShard = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            fromPack.add(java.util.HexFormat.of().formatHex(split.samples(i), split.offset(i), split.offset(i) + 128));
            fromShard.add(java.util.HexFormat.of().formatHex(images.unsignedShorts(), i * 128, i * 128 + 128));
        }
        assertThat(fromShard).containsExactlyInAnyOrderElementsOf(fromPack);
        assertThat(split.sizeBytes()).isEqualTo(7 * (128 + 4));
    }

    @Test
    void sixteenBitsMovedAreTheSameHoweverAnEpochIsCut() {
        TrainingSplit split = deepImages(6);

        byte[] whole = deepSamples(deep(request(0, 6, WILD, Sampling.NATURAL, 1, 1)), split);
        byte[] first = deepSamples(deep(request(0, 3, WILD, Sampling.NATURAL, 1, 1)), split);
        byte[] second = deepSamples(deep(request(1, 3, WILD, Sampling.NATURAL, 1, 1)), split);

        assertThat(java.util.Arrays.copyOf(whole, first.length)).isEqualTo(first);
        assertThat(java.util.Arrays.copyOfRange(whole, first.length, whole.length))
                .isEqualTo(second);
    }

    @Test
    void aWindowAndSamplesOfSixteenBitsComeTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> maker.make(request(0, 3, WILD, Sampling.NATURAL, 1, 1), deepImages(4)))
                .withMessage("the training split has samples of 16 bits, but the request has no window; only samples of"
                        + " 16 bits have one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> maker.make(deep(request(0, 3, WILD, Sampling.NATURAL, 1, 1)), randomImages(4)))
                .withMessageStartingWith("the training split has samples of 8 bits, but the request has a window");
    }

    private static byte[] deepSamples(ShardRequested request, TrainingSplit split) {
        return array(Npz.read(new ShardMaker(1 << 20).make(request, split).npz()), "images")
                .unsignedShorts();
    }

    private static TrainingSplit deepImages(int n) {
        var store = new InMemoryObjectStore();
        byte[] images = new byte[2 * n * 64];
        new SplitMix64(3).nextBytes(images);
        int[] labels = new int[n];
        java.util.Arrays.setAll(labels, i -> i % 2);
        PackFixture.write(store, "chest", "v1", 0, NpyArray.ofUnsignedShorts(images, n, 8, 8, 1), labels);
        return new TrainingSplits(store, 1 << 20).get("chest", "v1");
    }

    private static ShardRequested deep(ShardRequested request) {
        return new ShardRequested(
                request.runId(),
                request.epoch(),
                request.shard(),
                request.imagesPerShard(),
                request.dataset(),
                request.datasetVersion(),
                request.sampling(),
                request.augmentation(),
                request.classWeights(),
                request.seed(),
                request.requestedAt(),
                new ValueWindow(1000, 3000, "by hand"));
    }

    private static TrainingSplit constantImages(int... labels) {
        var store = new InMemoryObjectStore();
        PackFixture.write(store, "chest", "v1", 0, 8, labels);
        return new TrainingSplits(store, 1 << 20).get("chest", "v1");
    }

    private static TrainingSplit randomImages(int n) {
        var store = new InMemoryObjectStore();
        byte[] images = new byte[n * 64];
        new SplitMix64(3).nextBytes(images);
        int[] labels = new int[n];
        java.util.Arrays.setAll(labels, i -> i % 2);
        PackFixture.write(store, "chest", "v1", 0, 8, images, labels);
        return new TrainingSplits(store, 1 << 20).get("chest", "v1");
    }

    private static ShardRequested request(
            int shard, int imagesPerShard, AugmentationPolicy policy, Sampling sampling, double... classWeights) {
        return new ShardRequested(
                "run-1",
                2,
                shard,
                imagesPerShard,
                "chest",
                "v1",
                sampling,
                policy,
                java.util.Arrays.stream(classWeights).boxed().toList(),
                99,
                Instant.EPOCH);
    }

    private static byte[] images(Shard shard) {
        return array(Npz.read(shard.npz()), "images").bytes();
    }

    private static NpyArray array(Map<String, NpyArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name));
    }
}

package org.equipoise.ingest.freezing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

import org.equipoise.common.events.DatasetFrozen.Pack;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.freezing.FreezeOutcome.Refusal;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.QualityLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Versions of images of 16 bits. */
class DeepVersionTest {

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign"));
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final FreezePlanner planner = new FreezePlanner(
            Limits.defaults(FreezingSettings.class),
            Limits.defaults(QualityLimits.class),
            new SampleCounter(Runnable::run));

    /** Image n has the values 1000 n to 1000 n + 255; the window follows from the training images 1 and 2. */
    @Test
    void theWindowFollowsFromTheTrainingImagesAndIsPartOfTheVersion() throws NoSuchAlgorithmException {
        List<StandingImage> images = List.of(
                deep(1, 0, Split.TRAIN),
                deep(2, 1, Split.TRAIN),
                deep(3, 0, Split.VALIDATION),
                deep(50, 1, Split.TEST));

        FreezePlan plan = planned(images, "");

        assertThat(plan.window())
                .isEqualTo(new ValueWindow(1000, 2255, "percentiles 0.1 and 99.9 of the training samples"));
        String lines = "class 4 none\nclass 6 benign\nshape 16 16 1\nwindow 1000 2255\n" + id(1) + " 0 train\n" + id(2)
                + " 1 train\n" + id(3) + " 0 val\n" + id(50) + " 1 test\n";
        assertThat(plan.contentHash()).isEqualTo(sha256(lines));
        assertThat(plan.frozen(NOW).window()).isEqualTo(plan.window());
        assertThat(plan.findings()).anyMatch(finding -> finding.startsWith("Samples of 16 bits are seen from 1000"));
    }

    @Test
    void anotherWindowIsAnotherVersionAndTheSameNumbersAreTheSame() {
        List<StandingImage> images = List.of(deep(1, 0, Split.TRAIN), deep(2, 1, Split.TRAIN));
        String version = planned(images, "").version();

        assertThat(planned(images, "0:4095").version()).isNotEqualTo(version);
        assertThat(planned(images, "1000:2255").version()).isEqualTo(version);
        assertThat(planned(images, "percentiles").version()).isEqualTo(version);
    }

    @Test
    void theOrderOfArrivalDoesNotChangeWindowOrVersion() {
        List<StandingImage> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(deep(i, i % 2, Split.values()[i % 3]));
        }
        FreezePlan before = planned(images, "");

        Collections.shuffle(images, new Random(2));

        assertThat(planned(images, "")).isEqualTo(before);
    }

    @Test
    void packsHoldTheStoredValues() {
        var store = new InMemoryObjectStore();
        FreezePlan plan = planned(List.of(deep(1, 1, Split.TRAIN), deep(2, 0, Split.TRAIN)), "");

        new Packer(store, Runnable::run)
                .pack(plan, DeepVersionTest::pixels, entry -> entry.imageId().getBytes(StandardCharsets.UTF_8));

        NpyArray packed = Objects.requireNonNull(
                Npz.read(store.require(Bucket.DATASETS, plan.packs().get(0).objectKey()))
                        .get("images"));
        assertThat(packed.dtype()).isEqualTo("<u2");
        assertThat(packed.shape()).containsExactly(2, 16, 16, 1);
        for (int i = 0; i < 256; i++) {
            assertThat(packed.toInts()[i]).isEqualTo(1000 + i);
            assertThat(packed.toInts()[256 + i]).isEqualTo(2000 + i);
        }
    }

    /** 16 MiB hold 1024 images of 128 x 128 bytes, and half as many of two bytes a sample. */
    @Test
    void packsAreBoundedInBytes() {
        List<StandingImage> images = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            images.add(deep(i, i % 2, Split.TRAIN));
        }
        FreezeOutcome outcome = planner.plan(
                "chest",
                Optional.of(new Vocabulary(LABELS)),
                images,
                new FreezeWish(OptionalInt.of(128), WindowWish.of("0:65535")),
                DeepVersionTest::pixels);

        assertThat(((FreezeOutcome.Planned) outcome).plan().packs())
                .extracting(Pack::images)
                .containsExactly(512, 88);
    }

    @Test
    void bothKindsInOneVersionAreRefusedWithTheirCounts() {
        FreezeOutcome.Refused refused =
                refused(List.of(deep(1, 0, Split.TRAIN), deep(2, 1, Split.TRAIN), shallow(3, 0, Split.TEST)), "");

        assertThat(refused.refusal()).isEqualTo(Refusal.UNFIT);
        assertThat(refused.message())
                .isEqualTo("2 images of chest have 16 bits and 1 has 8; a version holds one kind: import each into a"
                        + " dataset of its own, or all from files of the same bits");
    }

    @Test
    void imagesOfEightBitsHaveNoWindow() {
        List<StandingImage> images = List.of(shallow(1, 0, Split.TRAIN), shallow(2, 1, Split.TRAIN));

        assertThat(planned(images, "").window()).isNull();
        assertThat(refused(images, "0:255").message())
                .isEqualTo("the images of chest have 8 bits, which are seen from 0 to 255; only those of 16 bits have a"
                        + " window");
    }

    /** A record of a time before there were traits says no bits; there were only images of 8. */
    @Test
    void anImageWithoutTraitsCountsAsOneOfEightBits() {
        StandingImage image = shallow(3, 0, Split.TRAIN);
        List<StandingImage> images = List.of(
                shallow(1, 0, Split.TRAIN),
                shallow(2, 1, Split.TRAIN),
                new StandingImage(image.checked(), Optional.empty()));

        assertThat(planned(images, "").window()).isNull();
    }

    @Test
    void oneImageThatIsNoCtMakesTheWindowRelative() {
        List<StandingImage> images =
                List.of(deep(32, 0, Split.TRAIN, "CT"), deep(33, 1, Split.TRAIN, "CT"), deep(34, 1, Split.TEST, "CT"));

        assertThat(planned(images, "").window())
                .isNotNull()
                .satisfies(window -> assertThat(window.rule()).startsWith("fixed for CT"));
        assertThat(planned(List.of(images.get(0), images.get(1), deep(34, 1, Split.TEST, "MR")), "")
                        .window())
                .isNotNull()
                .satisfies(window -> assertThat(window.rule()).startsWith("percentiles"));
    }

    @Test
    void aStoredImageOfOtherBitsIsNotPacked() {
        FreezePlan deep = planned(List.of(deep(1, 1, Split.TRAIN), deep(2, 0, Split.TRAIN)), "");
        FreezePlan shallow = planned(List.of(shallow(1, 1, Split.TRAIN), shallow(2, 0, Split.TRAIN)), "");
        var packer = new Packer(new InMemoryObjectStore(), Runnable::run);

        assertThatThrownBy(() -> packer.pack(deep, id -> TestImages.grey(1), entry -> new byte[0]))
                .hasMessageStartingWith(
                        "image " + id(1) + " is stored with 8 bits a sample, its record in labels.checked says 16");
        assertThatThrownBy(() -> packer.pack(shallow, DeepVersionTest::pixels, entry -> new byte[0]))
                .hasMessageStartingWith(
                        "image " + id(1) + " is stored with 16 bits a sample, its record in labels.checked says 8");
    }

    /** As the store says it, so that the person who asked is told to try again. */
    @Test
    void aStoreThatFailsIsNotHidden() {
        PixelSource broken = id -> {
            throw new StorageException("the store is gone", new IllegalStateException("refused"));
        };
        FreezePlan plan = planned(List.of(deep(1, 1, Split.TRAIN), deep(2, 0, Split.TRAIN)), "");
        var packer = new Packer(new InMemoryObjectStore(), Runnable::run);

        assertThatThrownBy(() -> packer.pack(plan, broken, entry -> new byte[0]))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> new SampleCounter(Runnable::run).count(List.of(id(1)), broken))
                .isInstanceOf(StorageException.class);
    }

    private FreezePlan planned(List<StandingImage> images, String window) {
        FreezeOutcome outcome = plan(images, window);
        assertThat(outcome).isInstanceOf(FreezeOutcome.Planned.class);
        return ((FreezeOutcome.Planned) outcome).plan();
    }

    private FreezeOutcome.Refused refused(List<StandingImage> images, String window) {
        FreezeOutcome outcome = plan(images, window);
        assertThat(outcome).isInstanceOf(FreezeOutcome.Refused.class);
        return (FreezeOutcome.Refused) outcome;
    }

    /** @param window none where it is empty */
    private FreezeOutcome plan(List<StandingImage> images, String window) {
        return planner.plan(
                "chest",
                Optional.of(new Vocabulary(LABELS)),
                images,
                new FreezeWish(OptionalInt.empty(), WindowWish.of(window.isEmpty() ? null : window)),
                DeepVersionTest::pixels);
    }

    private static StandingImage deep(int number, int classIndex, Split split) {
        return deep(number, classIndex, split, "DX");
    }

    private static StandingImage deep(int number, int classIndex, Split split, String modality) {
        return standing(
                number, classIndex, split, new ImageTraits(16, 16, 1, 16, modality, List.of(split), null, null));
    }

    private static StandingImage shallow(int number, int classIndex, Split split) {
        return standing(number, classIndex, split, new ImageTraits(16, 16, 1, "DX", List.of(split)));
    }

    private static StandingImage standing(int number, int classIndex, Split split, ImageTraits traits) {
        return new StandingImage(
                new LabelChecked(
                        "chest",
                        id(number),
                        LabelChecked.Standing.ACCEPTED,
                        List.of(),
                        LABELS.name(classIndex),
                        classIndex,
                        split,
                        null,
                        Map.of("ann", LABELS.name(classIndex)),
                        1,
                        NOW),
                Optional.of(traits));
    }

    private static String id(int number) {
        return HexFormat.of().toHexDigits(number).repeat(8);
    }

    private static Pixels pixels(String imageId) {
        int number = HexFormat.fromHexDigits(imageId.substring(0, 8));
        short[] samples = new short[256];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (1000 * number + i);
        }
        return Pixels.ofShorts(16, 16, samples);
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}

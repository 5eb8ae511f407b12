package org.equipoise.ingest.freezing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.Preprocessing;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.QualityLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class FittedVersionTest {

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign"));
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final List<Pixels> pixels = new ArrayList<>();
    private final List<StandingImage> images = new ArrayList<>();

    FittedVersionTest() {
        for (int i = 0; i < 12; i++) {
            Pixels image = TestImages.noise(40 + 10 * i, 70, 3, i);
            pixels.add(image);
            images.add(standing(image, i % 2));
        }
    }

    @Test
    void anotherFitIsAnotherVersionAndStretchingIsTheVersionThatSaysNothing() {
        DatasetFrozen unsaid = plan(new FreezeWish(OptionalInt.of(32), new WindowWish.Unsaid()))
                .frozen(NOW);
        DatasetFrozen stretched = frozen(32, Fit.STRETCH);

        assertThat(EventCodec.write(stretched)).isEqualTo(EventCodec.write(unsaid));
        assertThat(stretched.fit()).isNull();
        assertThat(List.of(
                        stretched.version(),
                        frozen(32, Fit.PAD).version(),
                        frozen(32, Fit.CROP).version()))
                .doesNotHaveDuplicates();
        assertThat(frozen(32, Fit.PAD).fit()).isEqualTo(Fit.PAD);
    }

    @ParameterizedTest
    @EnumSource(Fit.class)
    void packsHoldTheImagesFittedAsTheVersionSays(Fit fit) {
        var store = new InMemoryObjectStore();
        FreezePlan plan = plan(new FreezeWish(OptionalInt.of(32), new WindowWish.Unsaid(), fit, false));

        new Packer(store, Runnable::run).pack(plan, this::pixels, EventCodec::write);

        DatasetFrozen frozen = plan.frozen(NOW);
        byte[] packed = Objects.requireNonNull(Npz.read(store.require(
                                Bucket.DATASETS, frozen.packs().get(0).objectKey()))
                        .get("images"))
                .bytes();
        int length = frozen.shape().length();
        for (int i = 0; i < plan.entries().size(); i++) {
            Pixels image = pixels(plan.entries().get(i).imageId());
            assertThat(Arrays.copyOfRange(packed, i * length, (i + 1) * length))
                    .isEqualTo(Preprocessing.fit(image, frozen.format()).samples());
        }
    }

    @Test
    void aSideMayHave512PixelsAndNotMore() {
        assertThat(frozen(512, Fit.PAD).shape().width()).isEqualTo(512);

        FreezeOutcome outcome = outcome(new FreezeWish(OptionalInt.of(513), new WindowWish.Unsaid()));
        assertThat(((FreezeOutcome.Refused) outcome).message()).isEqualTo("side must be 8 to 512 pixels, got 513");
    }

    @Test
    void aPackOfLargeImagesIsAsSmallInBytesAsOneOfSmallOnes() {
        FreezePlan plan = plan(new FreezeWish(OptionalInt.of(512), new WindowWish.Unsaid()));

        assertThat(plan.packs())
                .allMatch(pack -> (long) pack.images() * plan.shape().length() <= 16 << 20);
    }

    private DatasetFrozen frozen(int side, Fit fit) {
        return plan(new FreezeWish(OptionalInt.of(side), new WindowWish.Unsaid(), fit, false))
                .frozen(NOW);
    }

    private FreezePlan plan(FreezeWish wish) {
        return ((FreezeOutcome.Planned) outcome(wish)).plan();
    }

    private FreezeOutcome outcome(FreezeWish wish) {
        return new FreezePlanner(
                        Limits.defaults(FreezingSettings.class),
                        Limits.defaults(QualityLimits.class),
                        new SampleCounter(Runnable::run))
                .plan("chest", Optional.of(new Vocabulary(LABELS)), images, wish, this::pixels);
    }

    private Pixels pixels(String id) {
        return pixels.stream()
                .filter(image -> ImageId.of(image).equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static StandingImage standing(Pixels image, int classIndex) {
        return new StandingImage(
                new LabelChecked(
                        "chest",
                        ImageId.of(image),
                        LabelChecked.Standing.ACCEPTED,
                        List.of(),
                        LABELS.name(classIndex),
                        classIndex,
                        Split.TRAIN,
                        null,
                        Map.of("ann", LABELS.name(classIndex)),
                        1,
                        NOW),
                Optional.of(
                        new ImageTraits(image.width(), image.height(), image.channels(), "DX", List.of(Split.TRAIN))));
    }
}

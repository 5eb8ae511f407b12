package org.equipoise.ingest.freezing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.QualityLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A version of images of 8 bits as it was before there were others: what is here was printed by the release before, for
 * the same images.
 */
class EightBitVersionTest {

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign"));
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String GREY = "194a2ab7cea8 09d4059d744df318b2a54ed776552b9819fa78a46aba42bbd9f5bbe5bb7fcec6";
    private static final String COLOUR =
            "ddccd73755b5 d4cd82b8e1ea833ca07adfa28c3ec2f108639de73592b781eca66970b34114dc";

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Test
    void greyImagesHaveTheVersionAndTheBytesThatTheyHad() {
        assertThat(frozen(1)).isEqualTo(GREY);
    }

    @Test
    void colourImagesHaveTheVersionAndTheBytesThatTheyHad() {
        assertThat(frozen(3)).isEqualTo(COLOUR);
    }

    /** The version and the SHA-256 of all its objects, keys among them; images of two sizes are fitted to one. */
    private String frozen(int channels) {
        List<Pixels> pixels = new ArrayList<>();
        List<StandingImage> images = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            Pixels image = TestImages.noise(i % 3 == 0 ? 40 : 90, 70, i % 4 == 0 ? 1 : channels, i);
            pixels.add(image);
            images.add(standing(image, i % 2, Split.values()[i % 3]));
        }
        PixelSource source = id -> pixels.stream()
                .filter(image -> ImageId.of(image).equals(id))
                .findFirst()
                .orElseThrow();
        FreezeOutcome outcome = new FreezePlanner(
                        Limits.with(FreezingSettings.class, "equipoise.ingest.freezing.max-side", "64"),
                        Limits.defaults(QualityLimits.class),
                        new SampleCounter(Runnable::run))
                .plan(
                        "chest",
                        Optional.of(new Vocabulary(LABELS)),
                        images,
                        new FreezeWish(OptionalInt.empty(), new WindowWish.Unsaid()),
                        source);
        FreezePlan plan = ((FreezeOutcome.Planned) outcome).plan();
        new Packer(store, Runnable::run).pack(plan, source, EventCodec::write);
        byte[] event = EventCodec.write(unmeasured(plan.frozen(NOW)));
        MessageDigest sha = Sha256.digest();
        sha.update(event);
        for (String key : store.list(Bucket.DATASETS, "")) {
            sha.update(key.getBytes(StandardCharsets.UTF_8));
            sha.update(store.require(Bucket.DATASETS, key));
        }
        return plan.version() + " " + HexFormat.of().formatHex(sha.digest());
    }

    /** The event as it was before images were measured, and before it said what became of their size. */
    private static DatasetFrozen unmeasured(DatasetFrozen event) {
        return new DatasetFrozen(
                event.dataset(),
                event.version(),
                event.contentHash(),
                event.manifestKey(),
                event.labelSet(),
                event.modality(),
                event.shape(),
                event.classCounts(),
                event.packs(),
                event.findings().stream()
                        .filter(finding -> !finding.startsWith("The longer side"))
                        .toList(),
                event.frozenAt());
    }

    private static StandingImage standing(Pixels image, int classIndex, Split split) {
        return new StandingImage(
                new LabelChecked(
                        "chest",
                        ImageId.of(image),
                        LabelChecked.Standing.ACCEPTED,
                        List.of(),
                        LABELS.name(classIndex),
                        classIndex,
                        split,
                        null,
                        Map.of("ann", LABELS.name(classIndex)),
                        1,
                        NOW),
                Optional.of(new ImageTraits(image.width(), image.height(), image.channels(), "DX", List.of(split))));
    }
}

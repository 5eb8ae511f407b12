package org.equipoise.ingest.receiving;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.quality.Measuring;
import org.equipoise.ingest.quality.QualityCheck;
import org.equipoise.ingest.quality.QualityLimits;
import org.equipoise.ingest.splitting.Splitting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StudyReceptionTest {

    private static final Instant PUBLISHED = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant NOW = PUBLISHED.plusSeconds(1);

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final StudyReception reception = new StudyReception(
            store,
            new StudyReception.Checks(
                    new BoundedDecoder(DecodingLimits.DEFAULTS),
                    new QualityCheck(Limits.defaults(QualityLimits.class)),
                    new LargeImages()),
            new Splitting(value -> "5".repeat(64)),
            Limits.defaults(ReceivingSettings.class),
            InstantSource.fixed(NOW));

    @Test
    void aGoodImageIsStoredUnderTheHashOfItsPixels() {
        put("a.jpg", PngCodec.encode(TestImages.grey(1)));

        StudyReceipt receipt = receive(image("a.jpg", "benign", Split.TEST));

        String imageId = ImageId.of(TestImages.grey(1));
        assertThat(receipt.ingested())
                .containsExactly(new ImageIngested(
                        "chest",
                        imageId,
                        "study-1",
                        "chest/" + imageId + ".png",
                        "a.jpg",
                        16,
                        16,
                        1,
                        "DX",
                        "5".repeat(32),
                        Split.TEST,
                        1,
                        "nodules",
                        PUBLISHED,
                        NOW,
                        "XR2",
                        null,
                        null,
                        Measuring.of(TestImages.grey(1))));
        assertThat(receipt.labels())
                .containsExactly(new LabelSubmitted("chest", imageId, "benign", "source:study-1", PUBLISHED));
        assertThat(PngCodec.decode(store.require(Bucket.IMAGES, "chest/" + imageId + ".png")))
                .isEqualTo(TestImages.grey(1));
    }

    @Test
    void everyRefusedObjectHasItsReasonAndTheOthersGoOn() {
        byte[] png = PngCodec.encode(TestImages.grey(1));
        put("good", png);
        put("cut", Arrays.copyOf(png, png.length / 2));
        put("empty", new byte[0]);
        put("text.png", "not an image".getBytes(StandardCharsets.UTF_8));
        put("blank", PngCodec.encode(new Pixels(16, 16, 1, new byte[256])));
        put("tiny", PngCodec.encode(TestImages.noise(4, 4, 1, 1)));

        StudyReceipt receipt = receive(
                image("cut", "none", null),
                image("good", "none", null),
                image("empty", "none", null),
                image("text.png", "none", null),
                image("blank", "none", null),
                image("tiny", "none", null),
                image("gone", "none", null));

        assertThat(receipt.ingested())
                .singleElement()
                .satisfies(event -> assertThat(event.imagesInStudy()).isEqualTo(1));
        assertThat(receipt.labels()).hasSize(1);
        assertThat(receipt.rejected())
                .extracting(ImageRejected::reason)
                .containsExactly(
                        RejectionReason.UNREADABLE,
                        RejectionReason.EMPTY,
                        RejectionReason.UNSUPPORTED_FORMAT,
                        RejectionReason.CONSTANT,
                        RejectionReason.TOO_SMALL,
                        RejectionReason.MISSING);
        assertThat(store.list(Bucket.QUARANTINE, "")).containsExactly("blank", "cut", "text.png", "tiny");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "a/../../b", "./a", "a\nb"})
    void aKeyThatIsNoKeyIsMissing(String key) {
        assertThat(receive(image(key, null, null)).rejected())
                .extracting(ImageRejected::reason)
                .containsExactly(RejectionReason.MISSING);
    }

    @Test
    void theSamePixelsTwiceInAStudyAreOneImage() {
        put("a", PngCodec.encode(TestImages.grey(1)));
        put("b", PngCodec.encode(TestImages.grey(1)));

        StudyReceipt receipt = receive(image("a", "none", Split.TRAIN), image("b", "none", Split.TEST));

        assertThat(receipt.ingested()).singleElement().satisfies(event -> {
            assertThat(event.imagesInStudy()).isEqualTo(1);
            assertThat(event.split()).isEqualTo(Split.TEST);
        });
        assertThat(receipt.labels()).hasSize(1);
    }

    @Test
    void theEventOfAnImageThatTheStudyHasTwiceNamesBothObjects() {
        put("a", PngCodec.encode(TestImages.grey(1)));
        put("b", PngCodec.encode(TestImages.grey(1)));
        put("c", PngCodec.encode(TestImages.grey(2)));

        StudyReceipt receipt = receive(
                image("a", "none", null), image("c", "none", null), image("b", "none", null), image("a", "none", null));

        assertThat(receipt.ingested())
                .extracting(ImageIngested::sourceKeys)
                .containsExactly(List.of("a", "b"), List.of("c"));
        assertThat(receipt.ingested().get(1).copies()).isNull();
    }

    @Test
    void anImageOfSixteenBitsIsStoredWithAllOfThemAndSaysSo() {
        Pixels deep = TestImages.deep(5);
        put("deep", PngCodec.encode(deep));
        put("shallow", PngCodec.encode(TestImages.grey(5)));

        StudyReceipt receipt = receive(image("deep", "none", null), image("shallow", "none", null));

        assertThat(receipt.ingested()).extracting(ImageIngested::bits).containsExactly(16, null);
        assertThat(PngCodec.decode(
                        store.require(Bucket.IMAGES, receipt.ingested().get(0).objectKey())))
                .isEqualTo(deep);
    }

    @Test
    void aBodyPartOrASideThatDicomDoesNotKnowIsLeftOut() {
        put("one", PngCodec.encode(TestImages.grey(5)));
        put("other", PngCodec.encode(TestImages.grey(6)));
        put("third", PngCodec.encode(TestImages.grey(7)));

        StudyReceipt receipt = receive(
                new StudyImage("one", null, null, "L", "BREAST"),
                new StudyImage("other", null, null, null, "SMITH"),
                new StudyImage("third", null, null, "left", "Who, John"));

        assertThat(receipt.ingested()).extracting(ImageIngested::bodyPart).containsExactly("BREAST", null, null);
        assertThat(receipt.ingested()).extracting(ImageIngested::laterality).containsExactly("L", null, null);
    }

    @Test
    void labelsThatContradictEachOtherWithinAStudyAreTwoVoices() {
        put("a", PngCodec.encode(TestImages.grey(1)));
        put("b", PngCodec.encode(TestImages.grey(1)));

        StudyReceipt receipt = receive(image("a", "none", null), image("b", "benign", null));

        assertThat(receipt.labels())
                .extracting(LabelSubmitted::annotator)
                .containsExactly("source:study-1", "source:study-1#2");
    }

    @Test
    void aFileOverTheLimitIsNeverRead() {
        var decoder = new BoundedDecoder(new DecodingLimits(8192, 1000, 100, 8));

        assertThat(decoder.decode(PngCodec.encode(TestImages.grey(1))))
                .extracting(outcome -> ((org.equipoise.common.decoding.DecodingOutcome.Refused) outcome).reason())
                .isEqualTo(RejectionReason.TOO_LARGE);
    }

    @Test
    void aKnownImageIsNotWrittenAgain() {
        put("a", PngCodec.encode(TestImages.grey(1)));
        receive(image("a", null, null));
        String key = store.list(Bucket.IMAGES, "").get(0);
        store.put(Bucket.IMAGES, key, new byte[] {1}, "image/png");

        receive(image("a", null, null));

        assertThat(store.require(Bucket.IMAGES, key)).containsExactly(1);
    }

    @Test
    void aKnownImageThatWasErasedSinceIsWrittenAgain() {
        put("a", PngCodec.encode(TestImages.grey(1)));
        receive(image("a", null, null));
        String key = store.list(Bucket.IMAGES, "").get(0);
        store.delete(Bucket.IMAGES, key);

        receive(image("a", null, null));

        assertThat(store.list(Bucket.IMAGES, "")).containsExactly(key);
    }

    private StudyReceipt receive(StudyImage... images) {
        var study =
                new StudyPublished("study-1", "chest", "DX", "patient-1", "nodules", List.of(images), PUBLISHED, "XR2");
        return reception.receive(study, Runnable::run, new Once()).join();
    }

    private void put(String key, byte[] bytes) {
        store.put(Bucket.STUDIES, key, bytes, "image/png");
    }

    private static StudyImage image(String key, @Nullable String label, @Nullable Split split) {
        return new StudyImage(key, label, split);
    }

    /** No second attempt. */
    private static final class Once implements StudyReception.Attempts {

        private final AtomicInteger runs = new AtomicInteger();

        @Override
        public <T> T run(String what, Supplier<T> work) {
            runs.incrementAndGet();
            return work.get();
        }
    }
}

package org.equipoise.ingest.receiving;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.quality.QualityCheck;
import org.equipoise.ingest.quality.QualityLimits;
import org.equipoise.ingest.splitting.Splitting;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a door hands over is taken in as what is read from the object store. */
class HandedOverReceptionTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final HandedOver handedOver = new HandedOver(1 << 20, InstantSource.fixed(NOW));

    @Test
    void theReceiptAndTheBytesAreThoseOfTheSameImageReadFromTheStore() {
        for (Pixels pixels : List.of(TestImages.grey(1), TestImages.noise(20, 30, 3, 2), deep())) {
            String imageKey = "chest/" + ImageId.of(pixels) + ".png";
            store.put(Bucket.STUDIES, "key", PngCodec.encode(pixels), "image/png");
            StudyReceipt read = receive(DecodingLimits.DEFAULTS, "key");
            byte[] bytes = store.require(Bucket.IMAGES, imageKey);
            store.delete(Bucket.IMAGES, imageKey);
            store.delete(Bucket.STUDIES, "key");

            offer("key", pixels);
            assertThat(receive(DecodingLimits.DEFAULTS, "key")).isEqualTo(read);
            assertThat(store.require(Bucket.IMAGES, imageKey)).isEqualTo(bytes);
        }
    }

    @Test
    void anImageWithoutContentIsRefusedAndQuarantined() {
        Pixels blank = new Pixels(16, 16, 1, new byte[256]);
        offer("blank", blank);

        assertThat(receive(DecodingLimits.DEFAULTS, "blank").rejected())
                .extracting(ImageRejected::reason)
                .containsExactly(RejectionReason.CONSTANT);
        assertThat(store.require(Bucket.QUARANTINE, "blank")).isEqualTo(PngCodec.encode(blank));
    }

    @Test
    void whatTheDecoderWouldRefuseIsRefused() {
        put("wide", TestImages.noise(40, 20, 1, 1));
        put("small", TestImages.noise(10, 20, 1, 1));
        put("many", TestImages.noise(32, 32, 3, 1));

        var limits = new DecodingLimits(32, 1024, 1 << 20, 16);
        assertThat(receive(limits, "wide", "small", "many").rejected())
                .extracting(ImageRejected::reason)
                .containsExactly(RejectionReason.TOO_LARGE, RejectionReason.TOO_SMALL, RejectionReason.TOO_LARGE);
    }

    @Test
    void theSameStudyAgainIsReadFromTheStore() {
        put("key", TestImages.grey(1));

        StudyReceipt once = receive(DecodingLimits.DEFAULTS, "key");
        assertThat(handedOver.take("key")).isEmpty();
        assertThat(receive(DecodingLimits.DEFAULTS, "key")).isEqualTo(once);
    }

    private void put(String key, Pixels pixels) {
        store.put(Bucket.STUDIES, key, PngCodec.encode(pixels), "image/png");
        offer(key, pixels);
    }

    private void offer(String key, Pixels pixels) {
        handedOver.offer(key, new HandedOver.Image(ImageId.of(pixels), pixels, PngCodec.encode(pixels)));
    }

    private static Pixels deep() {
        short[] samples = new short[20 * 20];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (i * 151);
        }
        return Pixels.ofShorts(20, 20, samples);
    }

    private StudyReceipt receive(DecodingLimits limits, String... keys) {
        var checks = new StudyReception.Checks(
                new BoundedDecoder(limits), new QualityCheck(Limits.defaults(QualityLimits.class)), new LargeImages());
        var reception = new StudyReception(
                store,
                checks,
                handedOver,
                new Splitting(value -> "5".repeat(64)),
                Limits.defaults(ReceivingSettings.class),
                InstantSource.fixed(NOW));
        List<StudyImage> images = List.of(keys).stream()
                .map(key -> new StudyImage(key, null, null))
                .toList();
        var study = new StudyPublished("study-1", "chest", "DX", "patient-1", "nodules", images, NOW, "XR2");
        return reception
                .receive(study, Runnable::run, new StudyReception.Attempts() {
                    @Override
                    public <T> T run(String what, Supplier<T> work) {
                        return work.get();
                    }
                })
                .join();
    }
}

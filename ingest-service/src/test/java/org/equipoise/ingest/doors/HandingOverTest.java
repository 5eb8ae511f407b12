package org.equipoise.ingest.doors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.dicom.deidentification.Deidentification;
import org.equipoise.dicom.deidentification.Options;
import org.equipoise.dicom.deidentification.PseudonymKey;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.routing.Routes;
import org.equipoise.dicom.routing.RoutesException;
import org.equipoise.dicom.routing.Target;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.doors.ObjectOutcome.Stored;
import org.equipoise.ingest.receiving.HandedOver;
import org.equipoise.ingest.receiving.LargeImages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a door stores it hands over, too: the same pixels and bytes under the same key. */
class HandingOverTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String STUDY = "1.2.3";

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final HandedOver handedOver = new HandedOver(1 << 20, () -> NOW);
    private final PixelDecoder decoder =
            new PixelDecoder(ObjectReceptionTest.settings(Map.of()).limits());

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void everyFrameOfAnObjectIsHandedOverAsItIsStored() throws IOException, RoutesException {
        List<String> keys = take(Instances.cine(STUDY, STUDY + ".7", 3, 20).toBytes(), Arrival.from(""));

        assertThat(keys).hasSize(3).allSatisfy(this::isHandedOverAsStored);
    }

    @Test
    void anImageFileIsHandedOverAsItIsStored() throws IOException, RoutesException {
        List<String> keys = take(PngCodec.encode(TestImages.grey(1)), new Arrival("", null, new Target("chest", null)));

        assertThat(keys).hasSize(1).allSatisfy(this::isHandedOverAsStored);
    }

    private void isHandedOverAsStored(String key) {
        byte[] stored = store.require(Bucket.STUDIES, key);
        HandedOver.Image image = handedOver.take(key).orElseThrow();
        assertThat(image.png()).isEqualTo(stored);
        assertThat(image.pixels()).isEqualTo(PngCodec.decode(stored));
        assertThat(image.imageId()).isEqualTo(ImageId.of(image.pixels()));
    }

    private List<String> take(byte[] bytes, Arrival arrival) throws IOException, RoutesException {
        var reading = new ObjectReception.Reading(
                Deidentification.of(PseudonymKey.ofHex("0f".repeat(32)), Options.DEFAULT),
                decoder,
                new BoundedDecoder(DecodingLimits.DEFAULTS),
                new LargeImages(),
                handedOver,
                Routes.parse("any -> dataset=d"));
        var observer = new DoorObserver() {
            @Override
            public void stored(int images) {
                assertThat(images).isPositive();
            }

            @Override
            public void refused(Refusal refusal) {
                throw new AssertionError(refusal);
            }
        };
        var reception = new ObjectReception(
                store, reading, ObjectReceptionTest.settings(Map.of()), studies -> {}, observer, () -> NOW);
        ObjectOutcome outcome = reception.take(Files.write(folder.resolve("object"), bytes), arrival);
        return ((Stored) outcome).part().objectKeys();
    }
}

package org.equipoise.ingest.doors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingOutcome;
import org.equipoise.common.imaging.ImageFormat;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.dicom.routing.Target;
import org.equipoise.ingest.doors.ObjectOutcome.Refused;
import org.equipoise.ingest.doors.ObjectOutcome.Stored;
import org.equipoise.ingest.doors.Refusal.Kind;
import org.equipoise.ingest.receiving.HandedOver;
import org.equipoise.ingest.receiving.LargeImages;

/**
 * A PNG or JPEG becomes an image under the hash of its pixels; its text chunks, EXIF and XMP go. It is a study of its
 * own, of an unknown patient. One is decoded at a time.
 */
final class ImageFiles {

    private static final String UNKNOWN_MODALITY = "OT";
    private static final int MAGIC = 16;

    private final ObjectStore store;
    private final BoundedDecoder decoder;
    private final LargeImages large;
    private final HandedOver handedOver;

    ImageFiles(ObjectStore store, BoundedDecoder decoder, LargeImages large, HandedOver handedOver) {
        this.store = store;
        this.decoder = decoder;
        this.large = large;
        this.handedOver = handedOver;
    }

    /** Whether a file begins as a PNG or JPEG does. */
    static boolean isOne(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String format = ImageFormat.of(in.readNBytes(MAGIC));
            return format.equals(ImageFormat.PNG) || format.equals(ImageFormat.JPEG);
        }
    }

    /** Stores the image of a file. */
    ObjectOutcome store(Path file, Target target) throws IOException {
        try (LargeImages.Turn turn = large.turn(true)) {
            long size = Files.size(file);
            DecodingOutcome outcome =
                    size > decoder.maxFileBytes() ? decoder.tooLarge(size) : decoder.decode(Files.readAllBytes(file));
            if (outcome instanceof DecodingOutcome.Refused refused) {
                String code = refused.reason().name();
                return new Refused(SenderUids.NONE, new Refusal(Kind.UNREADABLE, code, refused.detail()));
            }
            Pixels pixels = ((DecodingOutcome.Decoded) outcome).pixels();
            String imageId = ImageId.of(pixels);
            String key = "image/" + imageId + ".png";
            byte[] png = PngCodec.encode(pixels);
            store.put(Bucket.STUDIES, key, png, "image/png");
            handedOver.offer(key, new HandedOver.Image(imageId, pixels, png));
            return new Stored(
                    SenderUids.NONE,
                    new StudyPart("image-" + imageId, target, UNKNOWN_MODALITY, null, null, null, null, List.of(key)));
        }
    }
}

package org.equipoise.ingest.receiving;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingOutcome;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.ingest.quality.Measuring;
import org.equipoise.ingest.quality.QualityCheck;

/**
 * One object of a study: read, decoded, checked, stored under the hash of its pixels. Doing it again writes the same
 * bytes to the same key. Thread-safe; large files and large images pass one at a time, so that memory stays bounded.
 */
final class ImageIntake {

    private final ObjectStore store;
    private final BoundedDecoder decoder;
    private final QualityCheck quality;
    private final ReceivingSettings settings;
    private final LargeImages large;
    private final HandedOver handedOver;
    private final Set<String> stored;

    ImageIntake(ObjectStore store, StudyReception.Checks checks, HandedOver handedOver, ReceivingSettings settings) {
        this.store = store;
        this.decoder = checks.decoder();
        this.quality = checks.quality();
        this.large = checks.large();
        this.handedOver = handedOver;
        this.settings = settings;
        this.stored = Collections.synchronizedSet(Collections.newSetFromMap(new Recent(settings.rememberedImages())));
    }

    /** @throws org.equipoise.common.storage.StorageException if the object store fails: try again later */
    ImageOutcome take(String dataset, StudyImage source) {
        String key = source.objectKey();
        if (!isSafe(key)) {
            return new ImageOutcome.Refused(
                    source,
                    RejectionReason.MISSING,
                    "no object can have this key: it starts with / or has a . or .. part");
        }
        Optional<HandedOver.Image> handed =
                handedOver.take(key).filter(image -> decoder.takes(image.pixels()) && isSmall(image));
        if (handed.isPresent()) {
            HandedOver.Image image = handed.get();
            return checkAndStore(dataset, source, image.pixels(), image.imageId(), image.png(), image::png);
        }
        Optional<byte[]> small = store.get(Bucket.STUDIES, key, settings.smallFileBytes());
        if (small.isPresent()) {
            return examine(dataset, source, small.get());
        }
        Optional<Long> size = store.size(Bucket.STUDIES, key);
        if (size.isEmpty()) {
            return new ImageOutcome.Refused(source, RejectionReason.MISSING, "no object of this key in bucket studies");
        }
        return oneAtATime(() -> takeLarge(dataset, source, size.get()));
    }

    private ImageOutcome takeLarge(String dataset, StudyImage source, long size) {
        if (size > decoder.maxFileBytes()) {
            return refuse(source, decoder.tooLarge(size), size);
        }
        return store.get(Bucket.STUDIES, source.objectKey(), decoder.maxFileBytes())
                .map(file -> decodeAndStore(dataset, source, file))
                .orElseGet(() -> new ImageOutcome.Refused(
                        source, RejectionReason.MISSING, "the object was replaced or deleted while it was read"));
    }

    private ImageOutcome examine(String dataset, StudyImage source, byte[] file) {
        if (decoder.claimedBytes(file) > settings.smallImageSamples()) {
            return oneAtATime(() -> decodeAndStore(dataset, source, file));
        }
        return decodeAndStore(dataset, source, file);
    }

    private ImageOutcome decodeAndStore(String dataset, StudyImage source, byte[] file) {
        DecodingOutcome outcome = decoder.decode(file);
        if (outcome instanceof DecodingOutcome.Refused refused) {
            return refuse(source, refused, file);
        }
        Pixels pixels = ((DecodingOutcome.Decoded) outcome).pixels();
        return checkAndStore(dataset, source, pixels, ImageId.of(pixels), file, () -> PngCodec.encode(pixels));
    }

    private boolean isSmall(HandedOver.Image image) {
        return image.pixels().byteLength() <= settings.smallImageSamples()
                && image.png().length <= settings.smallFileBytes();
    }

    /**
     * Checks an image that is decoded, and stores it.
     *
     * @param file that is quarantined if it is refused
     * @param png its canonical file
     */
    private ImageOutcome checkAndStore(
            String dataset, StudyImage source, Pixels pixels, String imageId, byte[] file, Supplier<byte[]> png) {
        Optional<DecodingOutcome.Refused> poor = quality.refusal(pixels);
        if (poor.isPresent()) {
            return refuse(source, poor.get(), file);
        }
        String objectKey = ObjectKeys.image(dataset, imageId);
        // One that was stored may have been erased since, also by another instance.
        if (!stored.contains(objectKey) || store.size(Bucket.IMAGES, objectKey).isEmpty()) {
            store.put(Bucket.IMAGES, objectKey, png.get(), "image/png");
            stored.add(objectKey);
        }
        return new ImageOutcome.Stored(
                source,
                imageId,
                pixels.width(),
                pixels.height(),
                pixels.channels(),
                pixels.bits(),
                Measuring.of(pixels));
    }

    private ImageOutcome refuse(StudyImage source, DecodingOutcome.Refused refused, long size) {
        if (size > settings.quarantineBytes()) {
            return new ImageOutcome.Refused(source, refused.reason(), refused.detail());
        }
        byte[] file = store.get(Bucket.STUDIES, source.objectKey(), settings.quarantineBytes())
                .orElse(new byte[0]);
        return refuse(source, refused, file);
    }

    private ImageOutcome refuse(StudyImage source, DecodingOutcome.Refused refused, byte[] file) {
        if (file.length > 0 && file.length <= settings.quarantineBytes()) {
            store.put(Bucket.QUARANTINE, source.objectKey(), file, "application/octet-stream");
        }
        return new ImageOutcome.Refused(source, refused.reason(), refused.detail());
    }

    private ImageOutcome oneAtATime(Supplier<ImageOutcome> work) {
        try (LargeImages.Turn turn = large.turn(true)) {
            return work.get();
        }
    }

    private static boolean isSafe(String key) {
        return !key.startsWith("/")
                && Arrays.stream(key.split("/", -1)).noneMatch(part -> part.equals(".") || part.equals(".."))
                && key.chars().noneMatch(Character::isISOControl);
    }

    /** The most recently used keys. */
    private static final class Recent extends LinkedHashMap<String, Boolean> {

        private final int capacity;

        Recent(int capacity) {
            super(64, 0.75f, true);
            this.capacity = capacity;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > capacity;
        }
    }
}

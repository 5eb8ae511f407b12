package org.equipoise.ingest.receiving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.imaging.Pixels;

/**
 * Images that a door has just stored, for whoever takes in the study that it announces: they need not be fetched,
 * decoded and encoded a second time. A memory and nothing else: what is not in it is read from the object store, where
 * it is in any case. Bounded in bytes and in time. Thread-safe.
 */
public final class HandedOver {

    /** A study that nobody took in by then is taken in by another instance, or much later. */
    private static final Duration KEPT = Duration.ofSeconds(60);

    /** So many find room at least: a larger one is fetched again. */
    private static final int LEAST = 8;

    private final long mostBytes;
    private final InstantSource clock;
    private final Map<String, Held> held = new LinkedHashMap<>();
    private long bytes;

    /** @param mostBytes of all files and samples in it; 0: it holds nothing */
    public HandedOver(long mostBytes, InstantSource clock) {
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /** Holds nothing, ever. */
    public static HandedOver nothing() {
        return new HandedOver(0, () -> Instant.EPOCH);
    }

    /** An image and its file. */
    public static final class Image {

        private final String imageId;
        private final Pixels pixels;
        private final byte[] png;

        /**
         * An image that is stored.
         *
         * @param imageId of the pixels
         * @param png the canonical file of these pixels, which nobody changes; not copied
         */
        public Image(String imageId, Pixels pixels, byte[] png) {
            this.imageId = imageId;
            this.pixels = pixels;
            this.png = png;
        }

        public String imageId() {
            return imageId;
        }

        public Pixels pixels() {
            return pixels;
        }

        public byte[] png() {
            return png;
        }

        private long bytes() {
            return (long) pixels.byteLength() + png.length;
        }
    }

    private record Held(Image image, Instant since) {}

    /**
     * Keeps an image that is stored, if there is room: what came first is asked for first.
     *
     * @param objectKey in bucket {@code studies}, which follows from the pixels
     */
    public synchronized void offer(String objectKey, Image image) {
        Instant now = clock.instant();
        drop(objectKey);
        dropOlderThan(now.minus(KEPT));
        if (image.bytes() <= mostBytes / LEAST && bytes + image.bytes() <= mostBytes) {
            held.put(objectKey, new Held(image, now));
            bytes += image.bytes();
        }
    }

    /** The image of this key, once. */
    public synchronized Optional<Image> take(String objectKey) {
        return drop(objectKey);
    }

    private Optional<Image> drop(String objectKey) {
        Held found = held.remove(objectKey);
        if (found == null) {
            return Optional.empty();
        }
        bytes -= found.image().bytes();
        return Optional.of(found.image());
    }

    private void dropOlderThan(Instant time) {
        Iterator<Held> oldestFirst = held.values().iterator();
        while (oldestFirst.hasNext()) {
            Held oldest = oldestFirst.next();
            if (!oldest.since().isBefore(time)) {
                return;
            }
            bytes -= oldest.image().bytes();
            oldestFirst.remove();
        }
    }
}

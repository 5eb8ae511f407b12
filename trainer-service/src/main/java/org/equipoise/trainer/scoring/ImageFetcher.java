package org.equipoise.trainer.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.imaging.Preprocessing;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Reads stored images and fits them, several at a time. */
public final class ImageFetcher {

    private final ObjectStore objects;
    private final ExecutorService fetchers;
    private final long maxImageBytes;

    /**
     * @param fetchers its threads bound how many images are read at a time
     * @param maxImageBytes a larger object is not read
     */
    public ImageFetcher(ObjectStore objects, ExecutorService fetchers, long maxImageBytes) {
        this.objects = objects;
        this.fetchers = fetchers;
        this.maxImageBytes = maxImageBytes;
    }

    /** An image, or the sentence that says why it can never be read. Exactly one of the two is there. */
    record Fetched(Optional<FittedImage> image, String reason) {}

    /**
     * The images, in order.
     *
     * @param keys in the bucket {@code images}
     * @throws StorageException if the store does not answer: the images may be there
     */
    List<Fetched> fetch(List<String> keys, InputFormat format) {
        List<Future<Fetched>> pending = new ArrayList<>();
        for (String key : keys) {
            Callable<Fetched> task = () -> fetch(key, format);
            pending.add(fetchers.submit(task));
        }
        List<Fetched> fetched = new ArrayList<>();
        try {
            for (Future<Fetched> future : pending) {
                fetched.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while reading images", e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            pending.forEach(future -> future.cancel(true));
        }
        return fetched;
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        return cause instanceof RuntimeException runtime
                ? runtime
                : new IllegalStateException("an image could not be read", cause);
    }

    private Fetched fetch(String key, InputFormat format) {
        String where = Bucket.IMAGES.wireName() + "/" + key;
        if (!ObjectKeys.isPossible(key)) {
            return new Fetched(Optional.empty(), "no object " + where + ": that is no key of an object");
        }
        Optional<byte[]> png = objects.get(Bucket.IMAGES, key, maxImageBytes);
        if (png.isEmpty()) {
            return new Fetched(Optional.empty(), "no object " + where + " of at most " + maxImageBytes + " bytes");
        }
        try {
            Pixels decoded = PngCodec.decode(png.get());
            if (decoded.bits() != format.bits()) {
                return new Fetched(
                        Optional.empty(),
                        "object " + where + " has samples of " + decoded.bits() + " bits, the model was trained on "
                                + format.bits() + " bits");
            }
            Pixels fitted = Preprocessing.fit(decoded, format);
            return new Fetched(Optional.of(FittedImage.of(fitted, format.window())), "");
        } catch (IllegalArgumentException e) {
            return new Fetched(Optional.empty(), "object " + where + ": " + e.getMessage());
        }
    }
}

package org.equipoise.ingest.freezing;

import java.util.List;
import java.util.concurrent.Executor;

/** Counts the samples of stored images; as many images are in memory as the executor has threads. */
public final class SampleCounter {

    /** Images that are waited for together. */
    private static final int BATCH = 4096;

    private final Executor executor;

    /** @param executor fetches images side by side; its threads bound how many */
    public SampleCounter(Executor executor) {
        this.executor = executor;
    }

    SampleHistogram count(List<String> imageIds, PixelSource source) {
        var histogram = new SampleHistogram();
        for (int from = 0; from < imageIds.size(); from += BATCH) {
            SideBySide.run(
                    imageIds.subList(from, Math.min(imageIds.size(), from + BATCH)).stream()
                            .<Runnable>map(imageId -> () -> add(histogram, imageId, source))
                            .toList(),
                    executor);
        }
        return histogram;
    }

    private static void add(SampleHistogram histogram, String imageId, PixelSource source) {
        var pixels = source.pixels(imageId, Short.SIZE);
        synchronized (histogram) {
            histogram.add(pixels);
        }
    }
}

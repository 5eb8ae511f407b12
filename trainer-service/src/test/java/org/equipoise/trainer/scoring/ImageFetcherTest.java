package org.equipoise.trainer.scoring;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.imaging.Preprocessing;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ImageFetcherTest {

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final ExecutorService threads = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** As the packs of its dataset were made: ingest calls the same function with the format of the version. */
    @ParameterizedTest
    @EnumSource(Fit.class)
    void anImageIsFittedAsTheChampionWasTrained(Fit fit) {
        byte[] samples = new byte[40 * 12 * 3];
        new Random(3).nextBytes(samples);
        var image = new Pixels(40, 12, 3, samples);
        store.put(Bucket.IMAGES, "lung/a.png", PngCodec.encode(image), "image/png");
        var format = new InputFormat(new InputShape(16, 16, 3), null, fit);

        var fetched = new ImageFetcher(store, threads, 1 << 20).fetch(List.of("lung/a.png"), format);

        assertThat(fetched.get(0).image().orElseThrow().pixels()).isEqualTo(Preprocessing.fit(image, format));
        assertThat(fetched.get(0).image().orElseThrow().pixels().equals(Preprocessing.fit(image, format.shape())))
                .isEqualTo(fit == Fit.STRETCH);
    }
}

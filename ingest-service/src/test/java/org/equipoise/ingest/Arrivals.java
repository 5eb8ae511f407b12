package org.equipoise.ingest;

import java.time.Instant;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.labels.Split;

/** What ingest says of images, where only their names matter. */
final class Arrivals {

    private Arrivals() {}

    /** An image that was stored and announced just now. */
    static ImageIngested of(String dataset, String image) {
        return new ImageIngested(
                dataset,
                image,
                "s",
                "o",
                "k",
                16,
                16,
                1,
                "DX",
                null,
                Split.TRAIN,
                1,
                null,
                Instant.now(),
                Instant.now());
    }
}

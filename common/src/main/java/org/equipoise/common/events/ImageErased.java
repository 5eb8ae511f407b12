package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Somebody asked that an image be forgotten, with all of its labels. Topic {@code images.erased}, compacted, keyed by
 * {@code dataset/imageId}: arrivals and labels of an earlier time count no more, however often they are read again. The
 * same pixels that arrive later are a new image.
 *
 * @param patientGroup keyed HMAC of the key of the patient whose erasure it was, hex; absent where it was no patient's
 * @param by the name of the key that asked for it
 */
public record ImageErased(
        String dataset, String imageId, @Nullable String patientGroup, String by, Instant erasedAt) implements Dated {

    public ImageErased {
        Require.name(dataset, "dataset");
        Require.imageId(imageId);
        if (patientGroup != null) {
            Require.hex(patientGroup, "patientGroup");
        }
        Require.text(by, "by");
        Require.time(erasedAt, "erasedAt");
    }

    /** For a story: {@code erased by ops from dataset lung, at the request of a patient}. */
    public String inWords() {
        return "erased by " + by + " from dataset " + dataset
                + (patientGroup == null ? "" : ", with everything of its patient");
    }

    /** The record key. */
    public String key() {
        return ImageKey.of(dataset, imageId);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("erasedAt", erasedAt);
    }
}

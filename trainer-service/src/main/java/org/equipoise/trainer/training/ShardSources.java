package org.equipoise.trainer.training;

import java.util.Arrays;
import java.util.Map;

import org.equipoise.common.npz.NpyArray;

/** Which images of the training split, counted in pack order, those of a shard were made of. Read-only. */
final class ShardSources {

    /** Of shards that do not say it. */
    static final ShardSources UNKNOWN = new ShardSources(new int[0], new int[0]);

    private static final String IMAGES = "sources";
    private static final String PARTNERS = "partnerSources";

    private final int[] images;
    private final int[] partners;

    private ShardSources(int[] images, int[] partners) {
        this.images = images;
        this.partners = partners;
    }

    /**
     * Of the arrays of an npz; unknown where it has none.
     *
     * @throws IllegalArgumentException if there are not as many as images, or one of a mixed image's two is not said
     */
    static ShardSources read(Map<String, NpyArray> arrays, int images) {
        if (!arrays.containsKey(IMAGES)) {
            if (arrays.containsKey(PARTNERS)) {
                throw new IllegalArgumentException("a shard with " + PARTNERS + " has no " + IMAGES);
            }
            return UNKNOWN;
        }
        if (arrays.containsKey(SoftLabels.LABELS) != arrays.containsKey(PARTNERS)) {
            throw new IllegalArgumentException("a shard with " + IMAGES + " has one of " + SoftLabels.LABELS + " and "
                    + PARTNERS + ", and not the other");
        }
        int[] own = LabelledImages.array(arrays, IMAGES).toInts();
        return of(
                own,
                arrays.containsKey(PARTNERS)
                        ? LabelledImages.array(arrays, PARTNERS).toInts()
                        : own,
                images);
    }

    /**
     * Owns the arrays.
     *
     * @param partners the second image of each; itself where it is not mixed
     */
    static ShardSources of(int[] own, int[] partners, int images) {
        if (own.length != images || partners.length != images) {
            throw new IllegalArgumentException(
                    own.length + " " + IMAGES + " and " + partners.length + " of partners for " + images + " images");
        }
        return new ShardSources(own, partners);
    }

    /** Whether the shard says it. */
    boolean known() {
        return images.length > 0;
    }

    /** The training image of image {@code i}. */
    int image(int i) {
        return images[i];
    }

    /** The training image that is mixed into image {@code i}; its own where none is. */
    int partner(int i) {
        return partners[i];
    }

    /** A copy with these images, in this order. */
    ShardSources of(int[] chosen) {
        return known()
                ? new ShardSources(
                        Arrays.stream(chosen).map(i -> images[i]).toArray(),
                        Arrays.stream(chosen).map(i -> partners[i]).toArray())
                : this;
    }
}

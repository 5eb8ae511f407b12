package org.equipoise.trainer.labels;

/**
 * One label that may be wrong.
 *
 * @param image index of the image
 * @param given class it was given
 * @param suggested class it probably is
 * @param score how probably the label is wrong, in [0, 1]
 * @param rank 1 for the most suspicious
 * @param evidence one sentence for the person who checks
 */
public record LabelSuspicion(int image, int given, int suggested, double score, int rank, String evidence) {

    public LabelSuspicion {
        if (given == suggested || !(score >= 0 && score <= 1) || rank < 1 || evidence.isBlank()) {
            throw new IllegalArgumentException("image " + image + " given " + given + ", suggested " + suggested
                    + ", score " + score + ", rank " + rank + ", evidence \"" + evidence + "\"");
        }
    }
}

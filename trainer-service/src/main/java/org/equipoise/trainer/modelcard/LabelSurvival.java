package org.equipoise.trainer.modelcard;

import java.util.Base64;
import java.util.Locale;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.jspecify.annotations.Nullable;

/**
 * Whether labels survive a recipe's augmentation: answers to training images, and to augmented copies of them, before
 * the training, by judges that learned from neither.
 *
 * @param judge who answered, in words
 * @param images originals, each with one copy
 * @param originals balanced accuracy on the originals, in [0, 1]
 * @param copies the same on the copies
 * @param confidence that the originals are answered better, by an exact paired test, in (0, 1)
 * @param worstClass the class whose recall falls most; absent where none falls
 * @param worstFall by how much, in [0, 1]
 * @param lost whether copies are answered worse, significantly, by more than {@value #MUCH}, and by more than a third
 *     of what the originals are answered better than by guessing
 * @param picture Base64 of a PNG: originals beside those copies that lost most of their label's probability; absent
 *     where none lost any
 */
public record LabelSurvival(
        String judge,
        long images,
        double originals,
        double copies,
        double confidence,
        @Nullable String worstClass,
        double worstFall,
        boolean lost,
        @Nullable String picture) {

    /** A fall of the balanced accuracy that is worth a word. */
    public static final double MUCH = 0.05;

    /** The same, of what a judge knows above guessing. */
    public static final double MUCH_OF_KNOWN = 1.0 / 3;

    public LabelSurvival {
        // Refuses what is no Base64: nothing else gets into a page's data address.
        if (picture != null && Base64.getDecoder().decode(picture).length == 0) {
            throw new IllegalArgumentException("an empty picture of augmented copies");
        }
    }

    /** A sheet as it is kept here. */
    public static String encoded(Pixels sheet) {
        return Base64.getEncoder().encodeToString(PngCodec.encode(sheet));
    }

    /** One sentence, without a stop. */
    public String words() {
        String seen = String.format(
                Locale.ROOT,
                "%s, which learned from other images, answers %d training images with a balanced accuracy of %.3f and"
                        + " augmented copies of them with %.3f (confidence %.3f that copies are answered worse)",
                judge,
                images,
                originals,
                copies,
                confidence);
        if (!lost) {
            return "labels survive the augmentation as far as can be seen: " + seen;
        }
        return "labels may not survive the augmentation: " + seen
                + (worstClass == null
                        ? ""
                        : String.format(Locale.ROOT, "; \"%s\" loses most, %.3f of its recall", worstClass, worstFall));
    }
}

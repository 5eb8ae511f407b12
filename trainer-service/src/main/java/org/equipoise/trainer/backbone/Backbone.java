package org.equipoise.trainer.backbone;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A pretrained network that is kept.
 *
 * @param name that a recipe says; never given to another network
 * @param sha256 of the weights as they are kept, 64 hex digits: its identity
 * @param licence of the weights, as whoever added them says
 * @param origin the file that it came in, with the SHA-256 of that file
 * @param parameters numbers that are kept
 * @param offset of its input: a value v of 0 to 255 becomes {@code (v - offset) / scale}
 * @param scale of its input, above 0
 */
public record Backbone(
        String name,
        String sha256,
        BackboneArchitecture architecture,
        String licence,
        String origin,
        long parameters,
        double offset,
        double scale,
        Instant addedAt) {

    /** The mean that EfficientNet-Lite was trained with, of every channel. */
    public static final double OFFSET = 127;

    /** The deviation that EfficientNet-Lite was trained with, of every channel. */
    public static final double SCALE = 128;

    /** In place of a name: the only one there is. */
    public static final String ONLY = "only";

    /** Characters that licence and origin may have, each. */
    public static final int MOST_TEXT = 200;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public Backbone {
        checkName(name);
        if (!SHA_256.matcher(sha256).matches()) {
            throw new InvalidBackboneException("sha256 must be 64 hex digits");
        }
        checkWords(licence, origin);
        if (offset != OFFSET || scale != SCALE) {
            throw new InvalidBackboneException(String.format(
                    Locale.ROOT,
                    "%s is fed (v - %s) / %s of 0 to 255, not (v - %s) / %s",
                    architecture.wireName(),
                    OFFSET,
                    SCALE,
                    offset,
                    scale));
        }
    }

    /** A network of these weights, fed as its architecture was trained. */
    public static Backbone of(String name, BackboneWeights weights, String licence, String origin, Instant addedAt) {
        return new Backbone(
                name,
                weights.sha256(),
                weights.architecture(),
                licence,
                origin,
                weights.parameters(),
                OFFSET,
                SCALE,
                addedAt);
    }

    /** Refuses what cannot be a name. */
    public static void checkName(String name) {
        if (!NAME.matcher(name).matches() || name.equals(ONLY)) {
            throw new InvalidBackboneException("the name must match " + NAME + " and not be \"" + ONLY + "\"");
        }
    }

    /** Refuses what cannot be said of a network, before its file is read. */
    public static void checkWords(String licence, String origin) {
        checkText("licence", licence);
        checkText("origin", origin);
    }

    private static void checkText(String field, String text) {
        if (text.isBlank() || text.length() > MOST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidBackboneException(
                    field + " must have 1 to " + MOST_TEXT + " characters, none of them a control character");
        }
    }

    /** Its identity, in short. */
    public String hash() {
        return "sha256 " + sha256.substring(0, 16);
    }

    /** What a model card says of it. */
    public String words() {
        return name + " (" + architecture.wireName() + ", " + hash() + ", " + licence + ", from " + origin + ")";
    }
}

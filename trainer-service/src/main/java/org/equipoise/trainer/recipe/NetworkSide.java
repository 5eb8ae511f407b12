package org.equipoise.trainer.recipe;

import java.util.Optional;
import java.util.OptionalInt;

import org.equipoise.common.imaging.InputShape;

/**
 * The longer side, in pixels, at which the network that is trained sees the images; a pretrained one beside it sees
 * them as their version has them.
 *
 * @param value {@value #VERSION}, {@value #AUTO}, or a whole number from {@value #LEAST} to {@value #MOST}
 */
public record NetworkSide(String value) {

    /** As the version has them. */
    public static final String VERSION = "version";

    /** To be found out before the first epoch. */
    public static final String AUTO = "auto";

    static final int LEAST = 8;
    static final int MOST = 512;

    /**
     * What a network that is trained from the beginning on a few cores sees, where nothing speaks for more: what it
     * learns from more pixels it pays for with epochs.
     */
    public static final int USUAL = 64;

    public NetworkSide {
        RecipeTable.require("networkSide", value);
    }

    /** Whether it is to be found out. */
    public boolean open() {
        return value.equals(AUTO);
    }

    /** The pixels that it names; empty where it names none. */
    public OptionalInt pixels() {
        return open() || value.equals(VERSION) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
    }

    /** What the first layer sees of such images; the usual side, until another one is found out. */
    public InputShape of(InputShape images) {
        return value.equals(VERSION) ? images : reduced(images, pixels().orElse(USUAL));
    }

    /** Images whose longer side has so many pixels, the aspect kept as near as whole pixels come; never larger ones. */
    public static InputShape reduced(InputShape images, int side) {
        int longer = longer(images);
        return side >= longer
                ? images
                : new InputShape(
                        shorter(images.width(), side, longer),
                        shorter(images.height(), side, longer),
                        images.channels());
    }

    /** The longer side of images. */
    public static int longer(InputShape images) {
        return Math.max(images.width(), images.height());
    }

    /** For images that are no larger than usual: as they are; empty for larger ones. */
    static Optional<RecipeChoice> asTheyAre(InputShape images) {
        return longer(images) > USUAL
                ? Optional.empty()
                : Optional.of(new RecipeChoice("networkSide", VERSION, words(longer(images))));
    }

    /** Where nothing is found out: images that are no larger than usual as they are, larger ones at the usual side. */
    static RecipeChoice usual(InputShape images) {
        return asTheyAre(images)
                .orElseGet(() -> new RecipeChoice(
                        "networkSide",
                        Integer.toString(USUAL),
                        "what a network is usually trained on, of the version's " + longer(images)));
    }

    /** Why so few pixels are not made fewer. */
    public static String words(int longer) {
        return longer + " pixels, no more than a network is usually trained on";
    }

    private static int shorter(int pixels, int side, int longer) {
        return Math.min(pixels, Math.max(LEAST, Math.round(pixels * (float) side / longer)));
    }
}

package org.equipoise.common.imaging;

/**
 * Which values of 16-bit samples a network sees as 0 and as 1: {@code (sample - low) / (high - low)}, clipped to [0,
 * 1]. One window for all images of a dataset version, so that what is bright stays bright in every image. Images of 8
 * bits have none: they are seen from 0 to 255.
 *
 * @param low what is seen as 0, 0 to 65534
 * @param high what is seen as 1, more than {@code low}, at most 65535
 * @param rule what chose it, a sentence for a person
 */
public record ValueWindow(int low, int high, String rule) {

    private static final int HIGHEST = 65535;
    private static final int FULL_SCALE = 255;
    private static final int MOST_RULE_CHARACTERS = 200;

    public ValueWindow {
        if (low < 0 || high > HIGHEST || low >= high) {
            throw new IllegalArgumentException(
                    "a window must lie in 0 to " + HIGHEST + " with low below high, got " + low + " to " + high);
        }
        if (rule.isBlank() || rule.length() > MOST_RULE_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a window's rule needs 1 to " + MOST_RULE_CHARACTERS + " characters, got " + rule.length());
        }
    }

    /** What a network sees of a sample, in [0, 1]. */
    public double seen(int sample) {
        return Math.max(0, Math.min(1, (sample - low) / (double) (high - low)));
    }

    /** An image of 16 bits as a person may look at it on a screen, in 8 bits: what the network sees, rounded. */
    public Pixels picture(Pixels image) {
        byte[] samples = new byte[image.length()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.round(FULL_SCALE * seen(image.sample(i)));
        }
        return new Pixels(image.width(), image.height(), image.channels(), samples);
    }
}

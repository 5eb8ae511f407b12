package org.equipoise.trainer.modelcard;

import java.util.regex.Pattern;

import org.equipoise.common.html.Style;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Contrast by WCAG 2.2: text needs 4.5 to 1. */
class StyleTest {

    private static final double AA = 4.5;

    @ParameterizedTest
    @CsvSource({"light, ink", "light, soft", "light, good", "light, bad", "light, blue", "light, amber"})
    @CsvSource({"dark, ink", "dark, soft", "dark, good", "dark, bad", "dark, blue", "dark, amber"})
    void everyColourOfTextCanBeReadOnThePaper(String theme, String colour) {
        assertThat(contrast(colour(theme, colour), colour(theme, "paper"))).isGreaterThanOrEqualTo(AA);
    }

    @ParameterizedTest
    @CsvSource({"light, good", "light, bad", "dark, good", "dark, bad"})
    void countsCanBeReadOnTheStrongestCell(String theme, String colour) {
        int[] cell = new int[3];
        for (int i = 0; i < 3; i++) {
            cell[i] = (int) Math.round(ConfusionPicture.STRONGEST * colour(theme, colour)[i]
                    + (1 - ConfusionPicture.STRONGEST) * colour(theme, "paper")[i]);
        }

        assertThat(contrast(colour(theme, "ink"), cell)).isGreaterThanOrEqualTo(AA);
    }

    /** Red, green and blue of a variable of the theme. */
    private static int[] colour(String theme, String name) {
        int dark = Style.CSS.indexOf("prefers-color-scheme: dark");
        String rules = theme.equals("light") ? Style.CSS.substring(0, dark) : Style.CSS.substring(dark);
        int rgb = Pattern.compile("--" + name + ": #(\\w{6})")
                .matcher(rules)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1), 16))
                .findFirst()
                .orElseThrow();
        return new int[] {rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff};
    }

    private static double contrast(int[] a, int[] b) {
        double first = luminance(a);
        double second = luminance(b);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(int[] rgb) {
        return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
    }

    private static double linear(int sample) {
        double value = sample / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}

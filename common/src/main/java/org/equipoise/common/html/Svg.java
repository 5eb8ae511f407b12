package org.equipoise.common.html;

import java.util.Locale;

/** Draws one inline SVG into a page. Lengths are in the picture's own pixels, from the left and from the top. */
public final class Svg {

    private final Page page;

    private Svg(Page page) {
        this.page = page;
    }

    /** Begins a picture; {@code says} is what a screen reader reads instead of it. */
    public static Svg begin(Page page, int width, int height, String says) {
        page.raw(say(
                        "<svg viewBox=\"0 0 %d %d\" style=\"max-width:%dpx\" role=\"img\" aria-label=\"",
                        width, height, Math.round(width * 1.15)))
                .text(says)
                .raw("\">\n");
        return new Svg(page);
    }

    public void end() {
        page.raw("</svg>\n");
    }

    public Svg line(String cssClass, double x1, double y1, double x2, double y2) {
        page.raw(say(
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", cssClass, x1, y1, x2, y2));
        return this;
    }

    /** A rectangle of some strength of its colour, in [0, 1]; {@code title} is shown when it is pointed at. */
    public Svg rectangle(
            String cssClass, double x, double y, double width, double height, double strength, String title) {
        page.raw(say(
                        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill-opacity=\"%.3f\">",
                        cssClass, x, y, width, height, strength))
                .raw("<title>")
                .text(title)
                .raw("</title></rect>\n");
        return this;
    }

    public Svg circle(String cssClass, double x, double y, double radius, String title) {
        page.raw(say("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\">", cssClass, x, y, radius))
                .raw("<title>")
                .text(title)
                .raw("</title></circle>\n");
        return this;
    }

    public Svg polyline(String cssClass, String points) {
        page.raw("<polyline class=\"" + cssClass + "\" points=\"" + points.strip() + "\"/>\n");
        return this;
    }

    /**
     * Text at a point.
     *
     * @param anchor {@code start}, {@code middle} or {@code end}
     */
    public Svg text(String cssClass, String anchor, double x, double y, String text) {
        page.raw(say("<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">", cssClass, anchor, x, y))
                .text(text)
                .raw("</text>\n");
        return this;
    }

    /** Text that rises to the right from a point, for names over narrow columns. */
    public Svg rising(String cssClass, double x, double y, String text) {
        page.raw(say("<text class=\"%s\" transform=\"translate(%.1f %.1f) rotate(-45)\">", cssClass, x, y))
                .text(text)
                .raw("</text>\n");
        return this;
    }

    /** At most so many characters; what is cut ends in an ellipsis. */
    public static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    public static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

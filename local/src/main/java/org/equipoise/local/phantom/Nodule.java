package org.equipoise.local.phantom;

/** A nodule near the middle of the patch, drawn alone. */
final class Nodule {

    private Nodule() {}

    /** Small, round, smooth and sharply bounded. */
    static Canvas benign(int side, Dice dice, PhantomDesign design) {
        double radius = dice.between(4, 7);
        var outline = new Outline(radius, new double[] {dice.between(0, 0.06)}, dice);
        return fill(side, dice, design.jitter(), outline, 0.8, design.benignContrast() * dice.between(0.8, 1.2));
    }

    /** Larger, lobed, spiculated, fading at its edge. */
    static Canvas malignant(int side, Dice dice, PhantomDesign design) {
        double radius = dice.between(6.5, 11);
        double[] lobes = {dice.between(0.05, 0.2), dice.between(0.05, 0.15), dice.between(0.02, 0.1)};
        var outline = new Outline(radius, lobes, dice);
        double contrast = design.malignantContrast() * dice.between(0.8, 1.2);
        double centreX = middle(side, dice, design.jitter());
        double centreY = middle(side, dice, design.jitter());
        var canvas = fill(side, centreX, centreY, outline, dice.between(2, 3.5), contrast);
        int spicules = dice.whole(8, 14);
        for (int i = 0; i < spicules; i++) {
            double angle = 2 * Math.PI * (i + dice.between(-0.35, 0.35)) / spicules;
            double reach = outline.at(angle) * dice.between(1.4, 2.1);
            double width = dice.between(0.9, 1.5);
            for (double r = 0.6 * radius; r < reach; r += 0.5) {
                double fade = (reach - r) / reach;
                double x = centreX + r * StrictMath.cos(angle);
                double y = centreY + r * StrictMath.sin(angle);
                Tissue.stamp(canvas, x, y, width, contrast * Math.min(1, 0.35 + 1.2 * fade));
            }
        }
        return canvas;
    }

    private static double middle(int side, Dice dice, double jitter) {
        return side / 2.0 + dice.between(-jitter, jitter);
    }

    private static Canvas fill(int side, Dice dice, double jitter, Outline outline, double edge, double contrast) {
        double centreX = middle(side, dice, jitter);
        return fill(side, centreX, middle(side, dice, jitter), outline, edge, contrast);
    }

    /** @param edge over how many pixels the nodule falls to nothing */
    private static Canvas fill(int side, double cx, double cy, Outline outline, double edge, double contrast) {
        var canvas = new Canvas(side);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double r = StrictMath.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy));
                double inside = (outline.at(StrictMath.atan2(y - cy, x - cx)) - r) / edge;
                // A straight ramp with rounded ends (smoothstep).
                double t = Math.max(0, Math.min(1, 0.5 + inside / 2));
                canvas.add(x, y, contrast * t * t * (3 - 2 * t));
            }
        }
        return canvas;
    }

    /** Radius by angle: a circle with lobes, {@code amplitude[i]} for {@code i + 2} lobes around. */
    private static final class Outline {

        private final double radius;
        private final double[] amplitudes;
        private final double[] phases;

        Outline(double radius, double[] amplitudes, Dice dice) {
            this.radius = radius;
            this.amplitudes = amplitudes;
            this.phases = new double[amplitudes.length];
            for (int i = 0; i < phases.length; i++) {
                phases[i] = dice.between(0, 2 * Math.PI);
            }
        }

        double at(double angle) {
            double r = 1;
            for (int i = 0; i < amplitudes.length; i++) {
                r += amplitudes[i] * StrictMath.cos((i + 2) * angle + phases[i]);
            }
            return radius * r;
        }
    }
}

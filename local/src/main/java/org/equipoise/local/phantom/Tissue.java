package org.equipoise.local.phantom;

/** Healthy lung: what every phantom has. */
final class Tissue {

    private static final double MEAN_LEVEL = 70;

    private Tissue() {}

    /** Air and parenchyma: a level of its own for each patch, and slow waves over it. */
    static Canvas background(int side, Dice dice, PhantomDesign design) {
        var canvas = new Canvas(side);
        double level = MEAN_LEVEL + design.background() * dice.bell();
        double[] amplitude = new double[4];
        double[] along = new double[4];
        double[] across = new double[4];
        double[] phase = new double[4];
        for (int i = 0; i < amplitude.length; i++) {
            amplitude[i] = design.background() * dice.between(0.25, 0.75);
            // At most one and a half waves over the patch.
            along[i] = dice.between(-1.5, 1.5) * 2 * Math.PI / side;
            across[i] = dice.between(-1.5, 1.5) * 2 * Math.PI / side;
            phase[i] = dice.between(0, 2 * Math.PI);
        }
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double sum = level;
                for (int i = 0; i < amplitude.length; i++) {
                    sum += amplitude[i] * StrictMath.sin(along[i] * x + across[i] * y + phase[i]);
                }
                canvas.add(x, y, sum);
            }
        }
        return canvas;
    }

    /** Five to eight winding vessels that taper; some branch. */
    static Canvas vessels(int side, Dice dice, PhantomDesign design) {
        var canvas = new Canvas(side);
        int vessels = dice.whole(5, 8);
        for (int i = 0; i < vessels; i++) {
            double heading = dice.between(0, 2 * Math.PI);
            double x = side / 2.0 - 0.6 * side * StrictMath.cos(heading) + dice.between(-20, 20);
            double y = side / 2.0 - 0.6 * side * StrictMath.sin(heading) + dice.between(-20, 20);
            double width = dice.between(0.9, 2.4);
            double contrast = design.vesselContrast() * dice.between(0.5, 1);
            vessel(canvas, dice, new Tip(x, y, heading, width), contrast, 1);
        }
        return canvas;
    }

    /** Where a vessel grows. */
    private record Tip(double x, double y, double heading, double width) {}

    private static void vessel(Canvas canvas, Dice dice, Tip start, double contrast, int branches) {
        double x = start.x();
        double y = start.y();
        double heading = start.heading();
        double width = start.width();
        double bend = dice.between(-0.04, 0.04);
        int length = dice.whole(30, 80);
        for (int step = 0; step < length; step++) {
            stamp(canvas, x, y, width, contrast);
            heading += bend + 0.06 * dice.bell();
            x += 0.8 * StrictMath.cos(heading);
            y += 0.8 * StrictMath.sin(heading);
            width *= 0.992;
            if (branches > 0 && step == length / 3 && dice.between(0, 1) < 0.6) {
                double turn = dice.between(0.4, 0.9) * (dice.between(0, 1) < 0.5 ? -1 : 1);
                vessel(canvas, dice, new Tip(x, y, heading + turn, 0.75 * width), 0.85 * contrast, branches - 1);
            }
        }
    }

    /** A soft disc; a row of them is a tube. */
    static void stamp(Canvas canvas, double x, double y, double width, double contrast) {
        double radius = 1.6 * width;
        for (int v = (int) Math.floor(y - radius); v <= y + radius; v++) {
            for (int u = (int) Math.floor(x - radius); u <= x + radius; u++) {
                double d2 = ((u - x) * (u - x) + (v - y) * (v - y)) / (radius * radius);
                if (d2 < 1) {
                    canvas.raise(u, v, contrast * (1 - d2) * (1 - d2) * Math.min(1, width));
                }
            }
        }
    }

    /**
     * Quantum noise: its variance grows with the level, and a quarter of it is shared with the neighbour, as a
     * detector's blur does.
     */
    static void addNoise(Canvas canvas, Dice dice, PhantomDesign design) {
        for (int y = 0; y < canvas.side(); y++) {
            double previous = dice.bell();
            for (int x = 0; x < canvas.side(); x++) {
                double own = dice.bell();
                double spread = design.noise() * StrictMath.sqrt(Math.max(0.1, canvas.get(x, y) / MEAN_LEVEL));
                canvas.add(x, y, spread * (0.866 * own + 0.5 * previous));
                previous = own;
            }
        }
    }
}

package org.equipoise.augment.warping;

/**
 * An affine map of the plane: {@code (x, y)} goes to {@code (xx*x + xy*y + x0, yx*x + yy*y + y0)}. Coordinates are
 * pixels; the centre of the top left pixel is (0, 0), x grows to the right and y downwards.
 */
public record AffineMap(double xx, double xy, double x0, double yx, double yy, double y0) {

    /** Moves nothing. */
    public static final AffineMap IDENTITY = new AffineMap(1, 0, 0, 0, 1, 0);

    /** Shifts to the right and down. */
    public static AffineMap translation(double right, double down) {
        return new AffineMap(1, 0, right, 0, 1, down);
    }

    /** Mirrors left-right and up-down about the origin, as asked. */
    public static AffineMap flip(boolean horizontal, boolean vertical) {
        return new AffineMap(horizontal ? -1 : 1, 0, 0, 0, vertical ? -1 : 1, 0);
    }

    /**
     * Turns about the origin, clockwise as seen on a screen.
     *
     * <p>{@link StrictMath}, because {@link Math} may differ in the last bit between processors, and a shard's bytes
     * may not.
     */
    public static AffineMap rotation(double degrees) {
        double radians = degrees / 180 * StrictMath.PI;
        double cos = StrictMath.cos(radians);
        double sin = StrictMath.sin(radians);
        return new AffineMap(cos, -sin, 0, sin, cos, 0);
    }

    /** Moves each row to the right by {@code fraction} of how far below the origin it is. */
    public static AffineMap shear(double fraction) {
        return new AffineMap(1, fraction, 0, 0, 1, 0);
    }

    /** Enlarges about the origin by {@code factor > 0}. */
    public static AffineMap zoom(double factor) {
        return new AffineMap(factor, 0, 0, 0, factor, 0);
    }

    /** Whether it moves nothing; a zero may have either sign. */
    public boolean isIdentity() {
        return xx == 1 && xy == 0 && x0 == 0 && yx == 0 && yy == 1 && y0 == 0;
    }

    /** First this map, then {@code next}. */
    public AffineMap then(AffineMap next) {
        return new AffineMap(
                next.xx * xx + next.xy * yx,
                next.xx * xy + next.xy * yy,
                next.xx * x0 + next.xy * y0 + next.x0,
                next.yx * xx + next.yy * yx,
                next.yx * xy + next.yy * yy,
                next.yx * x0 + next.yy * y0 + next.y0);
    }

    /** This map about the middle of an image instead of about the origin. */
    public AffineMap aboutCentre(int width, int height) {
        double right = (width - 1) / 2.0;
        double down = (height - 1) / 2.0;
        return translation(-right, -down).then(this).then(translation(right, down));
    }

    /**
     * The map that undoes this one.
     *
     * @throws IllegalStateException if this map is flat
     */
    public AffineMap inverse() {
        double determinant = xx * yy - xy * yx;
        if (!(Math.abs(determinant) > 1e-12)) {
            throw new IllegalStateException("a flat map has no inverse: " + this);
        }
        double ixx = yy / determinant;
        double ixy = -xy / determinant;
        double iyx = -yx / determinant;
        double iyy = xx / determinant;
        return new AffineMap(ixx, ixy, -(ixx * x0 + ixy * y0), iyx, iyy, -(iyx * x0 + iyy * y0));
    }
}

package org.equipoise.bench.augmentation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.equipoise.common.events.AugmentationPolicy;

/**
 * The augment service's own classes, found at run time: no module may depend on a service. The two calls per image
 * through method handles cost some nanoseconds, against microseconds of work.
 */
final class ServiceWarp {

    private static final String PACKAGE = "org.equipoise.augment.warping.";

    private final int side;
    private final AugmentationPolicy policy;
    private final MethodHandle sourceMap;
    private final MethodHandle apply;

    ServiceWarp(int side, int channels, AugmentationPolicy policy) throws ReflectiveOperationException {
        this.side = side;
        this.policy = policy;
        Class<?> map = Class.forName(PACKAGE + "AffineMap");
        Class<?> warp = Class.forName(PACKAGE + "Warp");
        var lookup = MethodHandles.publicLookup();
        sourceMap = lookup.findStatic(
                        Class.forName(PACKAGE + "WarpDraw"),
                        "sourceMap",
                        MethodType.methodType(
                                map, AugmentationPolicy.class, long.class, int.class, long.class, int.class, int.class))
                .asType(MethodType.methodType(
                        Object.class,
                        AugmentationPolicy.class,
                        long.class,
                        int.class,
                        long.class,
                        int.class,
                        int.class));
        Object instance = warp.getConstructor(int.class, int.class, int.class).newInstance(side, side, channels);
        apply = lookup.findVirtual(
                        warp,
                        "apply",
                        MethodType.methodType(void.class, byte[].class, int.class, map, byte[].class, int.class))
                .bindTo(instance)
                .asType(MethodType.methodType(
                        void.class, byte[].class, int.class, Object.class, byte[].class, int.class));
    }

    /** Draws how an image is moved, and moves it. */
    void warp(byte[] from, byte[] to, int offset, long draw) {
        try {
            Object map = (Object) sourceMap.invokeExact(policy, 1L, 0, draw, side, side);
            apply.invokeExact(from, offset, map, to, offset);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the warp throws no checked exception", e);
        }
    }
}

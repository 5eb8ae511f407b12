package org.equipoise.bench.detectors;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * The monitor service's collapse detector, which this module may not depend on, through method handles. They are
 * constants, so that the compiler sees through them.
 */
final class ServiceDetector {

    private static final MethodHandle CREATE;
    private static final MethodHandle SINGLE;
    private static final MethodHandle ADD;
    private static final MethodHandle EVIDENCE;

    static {
        try {
            Class<?> detector = Class.forName("org.equipoise.monitor.collapse.CollapseDetector");
            Class<?> answers = Class.forName("org.equipoise.monitor.collapse.StudyAnswers");
            var lookup = MethodHandles.publicLookup();
            CREATE = lookup.findConstructor(detector, MethodType.methodType(void.class, List.class))
                    .asType(MethodType.methodType(Object.class, List.class));
            SINGLE = lookup.findStatic(answers, "single", MethodType.methodType(answers, int.class, int.class))
                    .asType(MethodType.methodType(Object.class, int.class, int.class));
            ADD = lookup.findVirtual(detector, "add", MethodType.methodType(void.class, answers, long.class))
                    .asType(MethodType.methodType(void.class, Object.class, Object.class, long.class));
            EVIDENCE = lookup.findVirtual(detector, "evidence", MethodType.methodType(double.class))
                    .asType(MethodType.methodType(double.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the monitor service's classes are not on the classpath: use bench/run", e);
        }
    }

    private final Object detector;

    ServiceDetector(List<Double> upperBounds) {
        try {
            detector = (Object) CREATE.invokeExact(upperBounds);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A study of one image for each class. */
    static Object[] singles(int classes) {
        try {
            var singles = new Object[classes];
            for (int k = 0; k < classes; k++) {
                singles[k] = (Object) SINGLE.invokeExact(classes, k);
            }
            return singles;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void add(Object study) {
        try {
            ADD.invokeExact(detector, study, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    double evidence() {
        try {
            return (double) EVIDENCE.invokeExact(detector);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}

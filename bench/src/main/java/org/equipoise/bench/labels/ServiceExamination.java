package org.equipoise.bench.labels;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.common.imaging.InputShape;

/** The trainer service's own classes, found at run time: no module may depend on a service. */
final class ServiceExamination {

    private static final String PACKAGE = "org.equipoise.trainer.labels.";

    private ServiceExamination() {}

    /** What was found. */
    static final class Found {

        private final int[] ranked;
        private final float[] probabilities;
        private final int suspects;
        private final double estimate;
        private final double confidentEstimate;

        /**
         * Owns its arrays: nobody changes them afterwards.
         *
         * @param ranked image indices, most suspicious first
         * @param probabilities {@code [images * classes]}, held out
         * @param confidentEstimate share of wrong labels by confident learning on the same probabilities
         */
        Found(int[] ranked, float[] probabilities, int suspects, double estimate, double confidentEstimate) {
            this.ranked = ranked;
            this.probabilities = probabilities;
            this.suspects = suspects;
            this.estimate = estimate;
            this.confidentEstimate = confidentEstimate;
        }

        /** Not a copy; see the constructor. */
        int[] ranked() {
            return ranked;
        }

        /** Not a copy; see the constructor. */
        float[] probabilities() {
            return probabilities;
        }

        /** As given; see the constructor. */
        int suspects() {
            return suspects;
        }

        /** As given; see the constructor. */
        double estimate() {
            return estimate;
        }

        /** As given; see the constructor. */
        double confidentEstimate() {
            return confidentEstimate;
        }
    }

    /** Examines the images under {@code labels}; each image is a patient of its own. */
    static Found examine(TrainingImages images, int[] labels, long seed) {
        try {
            Class<?> examination = Class.forName(PACKAGE + "LabelExamination");
            Class<?> imagesType = Class.forName(PACKAGE + "LabelExamination$Images");
            Class<?> effort = Class.forName(PACKAGE + "Effort");
            int[] patients = IntStream.range(0, labels.length).toArray();
            Object toExamine = imagesType
                    .getConstructor(InputShape.class, byte[].class, int[].class, int[].class, int.class)
                    .newInstance(images.shape(), images.pixels(), labels, patients, images.classes());
            Object findings = examination
                    .getMethod("with", effort, imagesType, long.class)
                    .invoke(null, effort.getField("FULL").get(null), toExamine, seed);
            return read(findings, labels.length, images.classes());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the examination failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the trainer service's classes are not on the classpath: use bench/run", e);
        }
    }

    private static Found read(Object findings, int images, int classes) throws ReflectiveOperationException {
        List<?> ranked = (List<?>) call(findings, "ranked");
        int[] order = new int[ranked.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = (Integer) call(ranked.get(i), "image");
        }
        Object predictions = call(findings, "predictions");
        var probability = predictions.getClass().getMethod("probability", int.class, int.class);
        float[] probabilities = new float[images * classes];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = ((Double) probability.invoke(predictions, i / classes, i % classes)).floatValue();
        }
        return new Found(
                order,
                probabilities,
                ((List<?>) call(findings, "suspects")).size(),
                (Double) call(call(findings, "noise"), "rate"),
                (Double) call(call(call(findings, "confident"), "noise"), "rate"));
    }

    private static Object call(Object on, String method) throws ReflectiveOperationException {
        return on.getClass().getMethod(method).invoke(on);
    }
}

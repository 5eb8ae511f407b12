package org.equipoise.bench.labels;

import java.util.stream.IntStream;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.trainer.labels.Effort;
import org.equipoise.trainer.labels.LabelExamination;
import org.equipoise.trainer.labels.LabelSuspicion;

/** The trainer's examination of labels, on the images of the benchmark. */
final class ServiceExamination {

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
        int[] patients = IntStream.range(0, labels.length).toArray();
        var outcome = LabelExamination.with(
                Effort.FULL,
                new LabelExamination.Images(
                        InputFormat.bytes(images.shape()), images.pixels(), labels, patients, images.classes()),
                seed);
        if (!(outcome instanceof LabelExamination.Findings findings)) {
            throw new IllegalStateException("the examination was refused: " + outcome);
        }
        float[] probabilities = new float[labels.length * images.classes()];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = (float) findings.predictions().probability(i / images.classes(), i % images.classes());
        }
        return new Found(
                findings.ranked().stream().mapToInt(LabelSuspicion::image).toArray(),
                probabilities,
                findings.suspects().size(),
                findings.noise().rate(),
                findings.confident().noise().rate());
    }
}

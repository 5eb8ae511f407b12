package org.equipoise.common.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A model classified one image. Topic {@code predictions.made}, keyed by {@code model}. Any classifier may publish it
 * to be watched.
 *
 * @param modelVersion version of the model that answered
 * @param studyId images of one study are not independent; the monitor averages over them
 * @param imageId the image; with model version and study it makes the prediction unique
 * @param dataset where the image belongs, if it is one of ours
 * @param imagesInStudy predictions to expect for this study, at least 1
 * @param labels class names, in the order of {@code probabilities}
 * @param probabilities shape {@code [classes]}, each in [0, 1], summing to 1 ± 1e-4
 * @param input statistics of the image as the network saw it, if the producer has them
 * @param publishedAt when the study was published, if known: end-to-end latency counts from here
 * @param source where the image came from, if the producer knows it
 */
public record PredictionMade(
        String model,
        String modelVersion,
        String studyId,
        String imageId,
        @Nullable String dataset,
        int imagesInStudy,
        List<String> labels,
        List<Double> probabilities,
        @Nullable InputStatistics input,
        @Nullable Instant publishedAt,
        Instant predictedAt,
        @Nullable Source source)
        implements Dated {

    private static final double SUM_TOLERANCE = 1e-4;

    /**
     * Mean and standard deviation of the samples as the network sees them, in 0..255: those of 8 bits as they are,
     * those of 16 bits by their place in the model's window.
     */
    public record InputStatistics(double mean, double standardDeviation) {
        public InputStatistics {
            Require.grey(mean, "input.mean");
            Require.grey(standardDeviation, "input.standardDeviation");
        }
    }

    /**
     * Where an image came from.
     *
     * @param modality DICOM modality (0008,0060), e.g. {@code DX}
     * @param station the device, DICOM station name (0008,1010), if known; must not name a person
     */
    public record Source(String modality, @Nullable String station) {
        public Source {
            Require.text(modality, "source.modality");
            Require.station(station);
        }

        /** For people: {@code DX at CT03}, or the modality alone. */
        public String named() {
            return station == null ? modality : modality + " at " + station;
        }
    }

    public PredictionMade {
        Require.name(model, "model");
        Require.name(modelVersion, "modelVersion");
        Require.text(studyId, "studyId");
        Require.text(imageId, "imageId");
        Require.atLeast(imagesInStudy, 1, "imagesInStudy");
        labels = Require.list(labels, "labels");
        probabilities = Require.list(probabilities, "probabilities");
        Require.atLeast(labels.size(), 2, "number of labels");
        if (probabilities.size() != labels.size()) {
            throw new IllegalArgumentException(
                    probabilities.size() + " probabilities for " + labels.size() + " labels");
        }
        double sum = 0;
        for (int k = 0; k < probabilities.size(); k++) {
            sum += Require.fraction(probabilities.get(k), "probabilities[" + k + "]");
        }
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
            throw new IllegalArgumentException("probabilities sum to " + sum + ", expected 1 ± " + SUM_TOLERANCE);
        }
        Require.time(predictedAt, "predictedAt");
        if (publishedAt != null) {
            Require.time(publishedAt, "publishedAt");
        }
    }

    /** A prediction of an image whose source is not known. */
    public PredictionMade(
            String model,
            String modelVersion,
            String studyId,
            String imageId,
            @Nullable String dataset,
            int imagesInStudy,
            List<String> labels,
            List<Double> probabilities,
            @Nullable InputStatistics input,
            @Nullable Instant publishedAt,
            Instant predictedAt) {
        this(
                model,
                modelVersion,
                studyId,
                imageId,
                dataset,
                imagesInStudy,
                labels,
                probabilities,
                input,
                publishedAt,
                predictedAt,
                null);
    }

    /** Index of the most probable class; the lowest index wins a tie. */
    public int predictedClass() {
        int best = 0;
        for (int k = 1; k < probabilities.size(); k++) {
            if (probabilities.get(k) > probabilities.get(best)) {
                best = k;
            }
        }
        return best;
    }

    /** What makes it unique: model version, study and image. */
    public String id() {
        return model + "/" + modelVersion + "/" + studyId + "/" + imageId;
    }

    @Override
    public Map<String, Instant> happened() {
        return publishedAt == null
                ? Map.of("predictedAt", predictedAt)
                : Map.of("predictedAt", predictedAt, "publishedAt", publishedAt);
    }
}

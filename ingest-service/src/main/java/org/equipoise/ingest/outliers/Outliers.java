package org.equipoise.ingest.outliers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.outliers.ImageChecks.Measured;
import org.equipoise.ingest.quality.QualityLimits;

/** Images that are not like the rest of their dataset. */
final class Outliers {

    /** Half of the images must correlate so well with their mean before one is called inverted. */
    private static final double COMMON_LOOK = 0.5;

    /** Logarithms of area and aspect: images of one dataset may differ by as much without being odd. */
    private static final double LEAST_AREA_SCALE = 0.1;

    private static final double LEAST_ASPECT_SCALE = 0.05;

    /** Of mean and deviation as shares of the range, of entropy in bits, and of a correlation. */
    private static final double LEAST_GREY_SCALE = 0.02;

    private static final double LEAST_ENTROPY_SCALE = 0.25;

    private static final double LEAST_CORRELATION_SCALE = 0.1;

    private final List<DatasetImage> images;
    private final List<Measured> measured;
    private final QualityLimits limits;

    Outliers(List<DatasetImage> images, List<Measured> measured, QualityLimits limits) {
        this.images = images;
        this.measured = measured;
        this.limits = limits;
    }

    /** An image with its distance, and where it stands out. */
    private record Distant(String imageId, double distance, String where) {}

    List<ImageFinding> findings() {
        List<ImageFinding> findings = new ArrayList<>();
        ofTraits(
                        "size-outlier",
                        "size in pixels",
                        LEAST_AREA_SCALE,
                        traits -> Math.log((double) traits.width() * traits.height()))
                .ifPresent(findings::add);
        ofTraits(
                        "aspect-outlier",
                        "ratio of width to height",
                        LEAST_ASPECT_SCALE,
                        traits -> Math.log(traits.width() / (double) traits.height()))
                .ifPresent(findings::add);
        if (measured.size() >= limits.leastImages()) {
            double[] correlations =
                    new Thumbnails(measured.stream().map(Measured::measures).toList()).correlationsWithMean();
            inverted(correlations).ifPresent(findings::add);
            outOfDataset(correlations).ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<ImageFinding> inverted(double[] correlations) {
        double median = RobustDistance.median(correlations);
        if (median < COMMON_LOOK) {
            return Optional.empty();
        }
        List<Distant> odd = new ArrayList<>();
        for (int i = 0; i < correlations.length; i++) {
            if (correlations[i] < limits.minCorrelation()) {
                odd.add(new Distant(measured.get(i).imageId(), -correlations[i], ""));
            }
        }
        if (odd.isEmpty()) {
            return Optional.empty();
        }
        odd.sort(Comparator.comparingDouble(Distant::distance).reversed().thenComparing(Distant::imageId));
        double least = -odd.get(0).distance();
        return Optional.of(finding(
                "inverted",
                String.format(
                        Locale.ROOT,
                        "%d of %s inverted, bright where the mean of all is dark: they correlate with it down to %.2f,"
                                + " where half of all have %.2f or more",
                        odd.size(),
                        Counted.of(measured.size(), "image seems", "images seem"),
                        least,
                        median),
                least,
                limits.minCorrelation(),
                odd));
    }

    private Optional<ImageFinding> ofTraits(
            String code, String what, double leastScale, ToDoubleFunction<ImageTraits> logarithm) {
        List<DatasetImage> known =
                images.stream().filter(image -> image.traits().isPresent()).toList();
        if (known.size() < limits.leastImages()) {
            return Optional.empty();
        }
        double[] values = known.stream()
                .mapToDouble(image -> logarithm.applyAsDouble(image.traits().orElseThrow()))
                .toArray();
        var distance = new RobustDistance(values, leastScale);
        List<Distant> odd = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (distance.of(values[i]) > limits.maxDistance()) {
                ImageTraits traits = known.get(i).traits().orElseThrow();
                odd.add(new Distant(
                        known.get(i).imageId(), distance.of(values[i]), traits.width() + " x " + traits.height()));
            }
        }
        return distant(code, "in their " + what, known.size(), odd);
    }

    private Optional<ImageFinding> outOfDataset(double[] correlations) {
        var mean = distance(measured, image -> image.measures().mean(), LEAST_GREY_SCALE);
        var deviation = distance(measured, image -> image.measures().deviation(), LEAST_GREY_SCALE);
        var entropy = distance(measured, image -> image.measures().entropy(), LEAST_ENTROPY_SCALE);
        var likeness = new RobustDistance(correlations, LEAST_CORRELATION_SCALE);
        List<Distant> odd = new ArrayList<>();
        for (int i = 0; i < correlations.length; i++) {
            Measured image = measured.get(i);
            List<Distant> all = List.of(
                    new Distant(image.imageId(), mean.of(image.measures().mean()), "mean grey value"),
                    new Distant(
                            image.imageId(), deviation.of(image.measures().deviation()), "deviation of grey values"),
                    new Distant(image.imageId(), entropy.of(image.measures().entropy()), "entropy of grey values"),
                    new Distant(image.imageId(), likeness.of(correlations[i]), "likeness to the mean of all"));
            Distant farthest = all.stream()
                    .max(Comparator.comparingDouble(Distant::distance))
                    .orElseThrow();
            if (farthest.distance() > limits.maxDistance()) {
                odd.add(farthest);
            }
        }
        return distant("out-of-dataset", "in their grey values", correlations.length, odd);
    }

    private static RobustDistance distance(List<Measured> images, ToDoubleFunction<Measured> value, double leastScale) {
        return new RobustDistance(images.stream().mapToDouble(value).toArray(), leastScale);
    }

    private Optional<ImageFinding> distant(String code, String what, int of, List<Distant> odd) {
        if (odd.isEmpty()) {
            return Optional.empty();
        }
        odd.sort(Comparator.comparingDouble(Distant::distance).reversed().thenComparing(Distant::imageId));
        double most = odd.get(0).distance();
        return Optional.of(finding(
                code,
                String.format(
                        Locale.ROOT,
                        "%d of %s far from the rest of the dataset %s: up to %.1f scaled median deviations from the"
                                + " median, %s; more than %.1f is told",
                        odd.size(),
                        Counted.of(of, "image is", "images are"),
                        what,
                        most,
                        odd.get(0).where(),
                        limits.maxDistance()),
                most,
                limits.maxDistance(),
                odd));
    }

    private static ImageFinding finding(String code, String sentence, double number, double limit, List<Distant> odd) {
        List<List<String>> examples = Examples.first(odd).stream()
                .map(image -> List.of(image.imageId()))
                .toList();
        return new ImageFinding(
                code, sentence + Examples.named(examples) + ".", number, limit, odd.size(), examples, null);
    }
}

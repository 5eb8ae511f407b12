package org.equipoise.ingest.outliers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.QualityLimits;

/**
 * Splits that can be told apart without looking at what the images show: a model that is good on one of them may fail
 * on the other, and the number that is measured there is of other images. Compared within each class, so that classes
 * in other shares are none; images of one patient count as one.
 */
final class SplitShift {

    /**
     * Two-sided 0.001 over at most sixteen comparisons (Bonferroni): with fewer deviations it may be luck, of splits
     * that were drawn from one pool.
     */
    private static final double LEAST_DEVIATIONS = 4.0;

    private static final Map<String, Function<ImageTraits, Optional<Double>>> PROPERTIES = properties();

    private final List<DatasetImage> images;
    private final QualityLimits limits;

    SplitShift(List<DatasetImage> images, QualityLimits limits) {
        this.images = images;
        this.limits = limits;
    }

    /** A property with the chance that the other split's image has more of it than the training split's. */
    private record Told(String property, double area) {
        /** In [0.5, 1], whichever has more. */
        double apart() {
            return Math.max(area, 1 - area);
        }

        String words() {
            return String.format(
                    Locale.ROOT, "%s (%.2f, %s)", property, apart(), area > 0.5 ? "larger there" : "smaller there");
        }
    }

    List<ImageFinding> findings() {
        List<ImageFinding> findings = new ArrayList<>();
        for (Split other : List.of(Split.VALIDATION, Split.TEST)) {
            finding(other).ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<ImageFinding> finding(Split other) {
        List<DatasetImage> train = of(Split.TRAIN);
        List<DatasetImage> there = of(other);
        if (train.size() + there.size() < limits.leastImages()) {
            return Optional.empty();
        }
        List<Told> told = new ArrayList<>();
        PROPERTIES.forEach((property, value) -> {
            StratifiedRanks ranks = ranks(train, there, value);
            if (Math.abs(ranks.deviations()) >= LEAST_DEVIATIONS) {
                told.add(new Told(property, ranks.area()));
            }
        });
        List<Told> notable = told.stream()
                .filter(one -> one.apart() >= limits.maxSplitDifference())
                .sorted(Comparator.comparingDouble(Told::apart).reversed())
                .toList();
        if (notable.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ImageFinding(
                "split-shift",
                String.format(
                        Locale.ROOT,
                        "Images of the %s split can be told from training images of the same class without looking at"
                                + " what they show, by their %s; 0.50 would be by chance, from %.2f on it is told. What is"
                                + " measured there is measured on other images than were trained on.",
                        other.wireName(),
                        notable.stream().map(Told::words).collect(Collectors.joining(", ")),
                        limits.maxSplitDifference()),
                notable.get(0).apart(),
                limits.maxSplitDifference(),
                there.size(),
                List.of(),
                null));
    }

    private List<DatasetImage> of(Split split) {
        return images.stream().filter(image -> image.split() == split).toList();
    }

    private static StratifiedRanks ranks(
            List<DatasetImage> train, List<DatasetImage> there, Function<ImageTraits, Optional<Double>> value) {
        Map<String, double[]> first = byClass(train, value);
        Map<String, double[]> second = byClass(there, value);
        var ranks = new StratifiedRanks();
        first.forEach((label, numbers) -> ranks.add(numbers, second.getOrDefault(label, new double[0])));
        return ranks;
    }

    /** Per class the numbers of its images; of the images of one patient their mean. */
    private static Map<String, double[]> byClass(
            List<DatasetImage> images, Function<ImageTraits, Optional<Double>> value) {
        Map<String, Map<String, List<Double>>> numbers = new TreeMap<>();
        for (DatasetImage image : images) {
            String patient = image.patientGroup() == null ? image.imageId() : image.patientGroup();
            image.traits()
                    .flatMap(value)
                    .ifPresent(number -> numbers.computeIfAbsent(image.label(), label -> new TreeMap<>())
                            .computeIfAbsent(patient, unit -> new ArrayList<>())
                            .add(number));
        }
        Map<String, double[]> means = new TreeMap<>();
        numbers.forEach((label, units) -> means.put(
                label,
                units.values().stream()
                        .mapToDouble(unit -> unit.stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow())
                        .toArray()));
        return means;
    }

    private static Map<String, Function<ImageTraits, Optional<Double>>> properties() {
        Map<String, Function<ImageTraits, Optional<Double>>> properties = new LinkedHashMap<>();
        properties.put("size", traits -> Optional.of(Math.log((double) traits.width() * traits.height())));
        properties.put("ratio of width to height", traits -> Optional.of(traits.width() / (double) traits.height()));
        properties.put("mean grey level", measured(ImageMeasures::mean));
        properties.put("deviation of the grey levels", measured(ImageMeasures::deviation));
        properties.put("entropy", measured(ImageMeasures::entropy));
        properties.put("share of darkest samples", measured(ImageMeasures::lowest));
        properties.put("share of brightest samples", measured(ImageMeasures::highest));
        properties.put("border", measured(measures -> {
            ImageMeasures.Sides bars = measures.bars();
            return bars == null ? 0.0 : bars.across();
        }));
        return Collections.unmodifiableMap(properties);
    }

    private static Function<ImageTraits, Optional<Double>> measured(Function<ImageMeasures, Double> value) {
        return traits -> Optional.ofNullable(traits.measures()).map(value);
    }
}

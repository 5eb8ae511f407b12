package org.equipoise.ingest.outliers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.QualityLimits;
import org.jspecify.annotations.Nullable;

/**
 * Labels that what a study says about itself contradicts: a class whose name says a side, of an image of the other
 * side; and images of another modality, or body part, than nearly all of their class.
 */
final class LabelsAgainstStudies {

    private static final String CODE = "label-study";

    private final List<DatasetImage> images;
    private final QualityLimits limits;

    /** @param images by id */
    LabelsAgainstStudies(List<DatasetImage> images, QualityLimits limits) {
        this.images = images;
        this.limits = limits;
    }

    List<ImageFinding> findings() {
        List<ImageFinding> findings = new ArrayList<>();
        sides().ifPresent(findings::add);
        findings.addAll(strangers("modality", ImageTraits::modality));
        findings.addAll(strangers("body part", ImageTraits::bodyPart));
        return findings;
    }

    /** Images that are of both sides, or of none, contradict no class. */
    private Optional<ImageFinding> sides() {
        Map<String, String> sides = SideOfClass.of(
                images.stream().map(DatasetImage::label).distinct().toList());
        List<List<String>> wrong = images.stream()
                .filter(image -> {
                    String said = said(image, ImageTraits::laterality);
                    String side = sides.get(image.label());
                    return side != null && ("L".equals(said) || "R".equals(said)) && !side.equals(said);
                })
                .map(image -> List.of(image.imageId()))
                .toList();
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> first = Examples.first(wrong);
        return Optional.of(new ImageFinding(
                CODE,
                Counted.of(wrong.size(), "image has", "images have")
                        + " a label of one side of the body, and a study that says the other" + Examples.named(first)
                        + ".",
                wrong.size(),
                0,
                wrong.size(),
                first,
                null));
    }

    private List<ImageFinding> strangers(String property, Function<ImageTraits, @Nullable String> value) {
        Map<String, List<DatasetImage>> classes = images.stream()
                .filter(image -> said(image, value) != null)
                .collect(Collectors.groupingBy(DatasetImage::label, TreeMap::new, Collectors.toList()));
        List<ImageFinding> findings = new ArrayList<>();
        classes.forEach((label, own) -> stranger(property, value, label, own).ifPresent(findings::add));
        return findings;
    }

    private Optional<ImageFinding> stranger(
            String property, Function<ImageTraits, @Nullable String> value, String label, List<DatasetImage> own) {
        Map<String, Long> counts = own.stream()
                .collect(Collectors.groupingBy(
                        image -> String.valueOf(said(image, value)), TreeMap::new, Collectors.counting()));
        String usual = counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
        double share = counts.getOrDefault(usual, 0L) / (double) own.size();
        if (own.size() < limits.leastImages() || share < limits.minStudyShare() || share == 1) {
            return Optional.empty();
        }
        List<List<String>> others = own.stream()
                .filter(image -> !usual.equals(said(image, value)))
                .map(image -> List.of(image.imageId()))
                .toList();
        List<List<String>> first = Examples.first(others);
        String named = counts.entrySet().stream()
                .filter(count -> !count.getKey().equals(usual))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(ImageFinding.MOST_IN_TABLE)
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        return Optional.of(new ImageFinding(
                CODE,
                String.format(
                        Locale.ROOT,
                        "Of the images of %s whose %s is known, %.1f %% are %s; the others may have a wrong label: %s%s.",
                        label,
                        property,
                        100 * share,
                        usual,
                        named,
                        Examples.named(first)),
                share,
                limits.minStudyShare(),
                others.size(),
                first,
                null));
    }

    private static @Nullable String said(DatasetImage image, Function<ImageTraits, @Nullable String> value) {
        return image.traits()
                .flatMap(traits -> Optional.ofNullable(value.apply(traits)))
                .orElse(null);
    }
}

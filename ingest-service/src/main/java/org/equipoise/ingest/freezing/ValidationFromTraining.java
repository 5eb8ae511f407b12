package org.equipoise.ingest.freezing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.outliers.DatasetImage;

/**
 * A validation split for a version that has none, taken from its training images: a training cannot stop without one.
 * What belongs together, of one patient or nearly the same, goes together, by the hash of its patient, so that no
 * patient is in both splits and the same patients go in every version.
 *
 * <p>About 15 of 100 groups go. No class is left without training images for it; and a class that got no validation
 * image gets its next group, where it has more than that one.
 */
final class ValidationFromTraining {

    /** Groups whose hash lies above go; other digits of it than those by which the usual splits are drawn. */
    private static final double FROM = 0.85;

    private static final int FIRST_DIGIT = 8;
    private static final int LAST_DIGIT = 16;

    private final Set<String> taken = new HashSet<>();
    private final Map<String, Long> left = new TreeMap<>();
    private final Map<String, Long> takenByClass = new TreeMap<>();

    /** @param together the training images, in groups that belong together */
    ValidationFromTraining(List<List<DatasetImage>> together) {
        List<List<DatasetImage>> highest = together.stream()
                .sorted(Comparator.<List<DatasetImage>>comparingDouble(ValidationFromTraining::fraction)
                        .reversed()
                        .thenComparing(ValidationFromTraining::key))
                .toList();
        highest.forEach(group -> group.forEach(image -> left.merge(image.label(), 1L, Long::sum)));
        highest.stream().filter(group -> fraction(group) >= FROM).forEach(this::take);
        for (String label : left.keySet()) {
            for (List<DatasetImage> group : highest) {
                boolean ofClass = group.stream().anyMatch(image -> image.label().equals(label));
                if (!takenByClass.containsKey(label) && ofClass) {
                    take(group);
                }
            }
        }
    }

    /** Its patient where one of the group has one, else its image; the first in order. */
    private static String key(List<DatasetImage> group) {
        return group.stream()
                .map(DatasetImage::patientGroup)
                .flatMap(java.util.stream.Stream::ofNullable)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> group.stream()
                        .map(DatasetImage::imageId)
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
    }

    /** Uniform in [0, 1): patients' groups and images' ids are hashes. */
    private static double fraction(List<DatasetImage> group) {
        return Long.parseLong(key(group).substring(FIRST_DIGIT, LAST_DIGIT), 16) / (double) (1L << 32);
    }

    private void take(List<DatasetImage> group) {
        Map<String, Long> ofClass =
                group.stream().collect(Collectors.groupingBy(DatasetImage::label, TreeMap::new, Collectors.counting()));
        boolean robs = ofClass.entrySet().stream()
                .anyMatch(count -> left.getOrDefault(count.getKey(), 0L) <= count.getValue());
        if (robs || taken.contains(group.get(0).imageId())) {
            return;
        }
        group.forEach(image -> taken.add(image.imageId()));
        ofClass.forEach((label, images) -> {
            left.merge(label, -images, Long::sum);
            takenByClass.merge(label, images, Long::sum);
        });
    }

    /** The images with those that were taken in the validation split. */
    List<StandingImage> of(Collection<StandingImage> images) {
        return images.stream()
                .map(image -> taken.contains(image.checked().imageId()) ? image.in(Split.VALIDATION) : image)
                .toList();
    }

    /** What was taken; empty where no group could go. */
    Optional<ImageFinding> finding() {
        long stay = left.values().stream().mapToLong(Long::longValue).sum();
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        List<String> classes = new ArrayList<>();
        takenByClass.forEach((label, images) -> classes.add(images + " of " + label));
        double share = taken.size() / (double) (taken.size() + stay);
        return Optional.of(new ImageFinding(
                "validation-from-training",
                String.format(
                        Locale.ROOT,
                        "There were no validation images: %d of %d training images are the validation split of this"
                                + " version, by the hash of their patient: %s.",
                        taken.size(),
                        taken.size() + stay,
                        classes.stream().limit(ImageFinding.MOST_IN_TABLE).collect(Collectors.joining(", "))),
                share,
                0,
                taken.size(),
                List.of(),
                null));
    }
}

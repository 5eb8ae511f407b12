package org.equipoise.ingest.freezing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.outliers.DatasetImage;

/**
 * A validation split for a version that has none, taken from its training images: a training cannot stop without one.
 * What belongs together, of one patient or nearly the same, goes together, by the hash of its patient, so that no
 * patient is in both splits and, but for what a class must keep, the same patients go in every version.
 *
 * <p>About 15 of 100 groups go. Every class keeps at least half of its training images for it: a group that holds more
 * of one stays. A class that got no validation image gets its smallest group that may go.
 */
final class ValidationFromTraining {

    /** Groups whose fraction lies above go. */
    private static final double FROM = 0.85;

    private static final int FRACTION_DIGITS = 8;

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
        List<List<DatasetImage>> smallest =
                highest.stream().sorted(Comparator.comparingInt(List::size)).toList();
        for (String label : left.keySet()) {
            for (List<DatasetImage> group : smallest) {
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

    /** Uniform in [0, 1), of a hash of its own: the usual splits are drawn by the key, which may have few digits. */
    private static double fraction(List<DatasetImage> group) {
        return Long.parseLong(Sha256.hex(key(group)).substring(0, FRACTION_DIGITS), 16) / (double) (1L << 32);
    }

    private void take(List<DatasetImage> group) {
        Map<String, Long> ofClass =
                group.stream().collect(Collectors.groupingBy(DatasetImage::label, TreeMap::new, Collectors.counting()));
        boolean robs = ofClass.entrySet().stream().anyMatch(count -> robbed(count.getKey(), count.getValue()));
        if (robs || taken.contains(group.get(0).imageId())) {
            return;
        }
        group.forEach(image -> taken.add(image.imageId()));
        ofClass.forEach((label, images) -> {
            left.merge(label, -images, Long::sum);
            takenByClass.merge(label, images, Long::sum);
        });
    }

    /** Whether a class would keep less than half of its training images if so many more went. */
    private boolean robbed(String label, long more) {
        long gone = takenByClass.getOrDefault(label, 0L) + more;
        return left.getOrDefault(label, 0L) - more < gone;
    }

    /** The images with those that were taken in the validation split. */
    List<StandingImage> of(Collection<StandingImage> images) {
        return images.stream()
                .map(image -> taken.contains(image.checked().imageId()) ? image.in(Split.VALIDATION) : image)
                .toList();
    }

    /** What was taken, or why nothing was. */
    ImageFinding finding() {
        long stay = left.values().stream().mapToLong(Long::longValue).sum();
        if (taken.isEmpty()) {
            return new ImageFinding(
                    "no-validation-from-training",
                    "There are no validation images, and none of " + Counted.of(stay, "training image")
                            + " could be taken for them: of every class, what belongs together, of one patient or nearly"
                            + " the same, is more than half of its training images, or stands with such images of"
                            + " another class. A training needs images of more patients.",
                    0,
                    0,
                    stay,
                    List.of(),
                    null);
        }
        List<String> classes = new ArrayList<>();
        takenByClass.forEach((label, images) -> classes.add(images + " of " + label));
        double share = taken.size() / (double) (taken.size() + stay);
        return new ImageFinding(
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
                null);
    }
}

package org.equipoise.ingest.freezing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.outliers.DatasetImage;
import org.equipoise.ingest.splitting.Splitting;

/**
 * Brings images that belong together, of one patient or nearly the same, into one split of a version, since what is
 * ever tested on must never be trained on. Where every split of a group was drawn, all move to the strictest one. Where
 * sources gave splits, the strictest of those counts, and whatever is in another one stays out of the version: what was
 * published as a split is never added to, and never taken from for the sake of what was drawn.
 */
final class KeptTogether {

    /** Classes that a sentence names. */
    private static final int MOST_NAMED = 10;

    private final Map<String, Split> moved = new HashMap<>();
    private final Set<String> leftOut = new HashSet<>();
    private final Map<String, Long> movedByClass = new TreeMap<>();
    private final Map<String, Long> leftOutByClass = new TreeMap<>();
    private final Set<String> leftTraining = new TreeSet<>();
    private final List<List<String>> movedExamples = new ArrayList<>();
    private final List<List<String>> leftOutExamples = new ArrayList<>();

    /**
     * @param acrossSplits groups of images that belong together and are in several splits
     * @param anchors ids of those that no version takes, but that others belong to
     */
    KeptTogether(List<List<DatasetImage>> acrossSplits, Set<String> anchors) {
        acrossSplits.forEach(group -> decide(group, anchors));
    }

    private void decide(List<DatasetImage> group, Set<String> anchors) {
        Optional<Split> given = Splitting.strictest(group.stream()
                .filter(image -> !drawn(image))
                .map(DatasetImage::split)
                .toList());
        Split one = given.or(() -> Splitting.strictest(
                        group.stream().map(DatasetImage::split).toList()))
                .orElseThrow();
        String there = group.stream()
                .filter(image -> image.split() == one && (given.isEmpty() || !drawn(image)))
                .findFirst()
                .orElseThrow()
                .imageId();
        for (DatasetImage image : group) {
            if (image.split() == one || anchors.contains(image.imageId())) {
                continue;
            }
            List<String> example = List.of(image.imageId(), there);
            if (given.isEmpty()) {
                moved.put(image.imageId(), one);
                movedByClass.merge(image.label(), 1L, Long::sum);
                addExample(movedExamples, example);
            } else {
                leftOut.add(image.imageId());
                leftOutByClass.merge(image.label(), 1L, Long::sum);
                addExample(leftOutExamples, example);
            }
            if (image.split() == Split.TRAIN) {
                leftTraining.add(image.label());
            }
        }
    }

    private static boolean drawn(DatasetImage image) {
        return image.traits().map(ImageTraits::drawn).orElse(false);
    }

    private static void addExample(List<List<String>> examples, List<String> example) {
        if (examples.size() < ImageFinding.MOST_EXAMPLES) {
            examples.add(example);
        }
    }

    boolean changesNothing() {
        return moved.isEmpty() && leftOut.isEmpty();
    }

    /** What the version takes of these images, which may be more than the accepted ones. */
    List<StandingImage> of(Collection<StandingImage> images) {
        return images.stream()
                .filter(image -> !leftOut.contains(image.checked().imageId()))
                .map(image -> {
                    Split split = moved.get(image.checked().imageId());
                    return split == null ? image : image.in(split);
                })
                .toList();
    }

    /** Why a class may have no training images any more; empty if none lost one. */
    String loss() {
        return leftTraining.isEmpty()
                ? ""
                : "; images of " + named(leftTraining.stream().toList())
                        + " are not trained on because their patient, or an image that is nearly the same, is"
                        + " validated or tested on (equipoise.ingest.freezing.keep-together)";
    }

    /** What was done; the version has so many images. */
    List<ImageFinding> findings(long images) {
        double accepted = images + (double) leftOut.size();
        List<ImageFinding> findings = new ArrayList<>();
        if (!moved.isEmpty()) {
            findings.add(finding(
                    "moved-together",
                    Counted.of(moved.size(), "image is", "images are")
                            + " in a stricter split than was drawn, because of the same patient as an image there or"
                            + " nearly the same",
                    movedByClass,
                    movedExamples,
                    moved.size() / accepted));
        }
        if (!leftOut.isEmpty()) {
            findings.add(finding(
                    "left-out-together",
                    Counted.of(leftOut.size(), "image stays", "images stay")
                            + " out of this version, because of the same patient as an image that its source put into"
                            + " another split or nearly the same",
                    leftOutByClass,
                    leftOutExamples,
                    leftOut.size() / accepted));
        }
        return findings;
    }

    private static ImageFinding finding(
            String code, String what, Map<String, Long> byClass, List<List<String>> examples, double share) {
        long images = byClass.values().stream().mapToLong(Long::longValue).sum();
        String classes = named(byClass.entrySet().stream()
                .map(entry -> entry.getValue() + " of " + entry.getKey())
                .toList());
        return new ImageFinding(code, what + ": " + classes + ".", share, 0, images, List.copyOf(examples), null);
    }

    private static String named(List<String> all) {
        return all.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (all.size() > MOST_NAMED ? " and " + (all.size() - MOST_NAMED) + " more" : "");
    }
}

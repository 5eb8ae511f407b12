package org.equipoise.local.sets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;
import org.jspecify.annotations.Nullable;

/**
 * Completes what a set says of its splits. A validation split that is missing is taken from the training split, by
 * patient, never from the test split. A small set without splits and without patients is split class by class, because
 * chance would leave classes out. Otherwise the set stays as it is, and ingest decides by the patient.
 */
public final class Splits {

    /** Of patients, or images where no patient is known; as of those that ingest decides. */
    private static final double VALIDATION_SHARE = 0.15;

    private static final double TEST_SHARE = 0.15;

    /** Images of the smallest class from which on chance splits well enough. */
    private static final int ENOUGH_FOR_CHANCE = 100;

    private Splits() {}

    /** The set with splits that a training can use, as far as its images allow; what was done is among its notes. */
    public static ImageSet completed(ImageSet set) {
        Map<Split, Integer> counts = new TreeMap<>();
        for (SetImage image : set.images()) {
            if (image.split() != null) {
                counts.merge(image.split(), 1, Integer::sum);
            }
        }
        if (counts.containsKey(Split.TRAIN)
                && counts.containsKey(Split.TEST)
                && !counts.containsKey(Split.VALIDATION)) {
            return withValidation(set);
        }
        boolean patients = set.images().stream().anyMatch(image -> image.patient() != null);
        return counts.isEmpty() && !patients && small(set) ? byClass(set) : set;
    }

    private static boolean small(ImageSet set) {
        return byLabel(set.images()).values().stream().anyMatch(images -> images.size() < ENOUGH_FOR_CHANCE);
    }

    private static ImageSet byClass(ImageSet set) {
        Map<String, Split> splits = new HashMap<>();
        byLabel(set.images()).values().forEach(images -> {
            List<SetImage> mixed = images.stream().sorted(byChance()).toList();
            int n = mixed.size();
            int test = n < 2 ? 0 : atLeastOne(n * TEST_SHARE);
            int validation = n < 3 ? 0 : atLeastOne(n * VALIDATION_SHARE);
            for (int i = 0; i < n; i++) {
                splits.put(
                        mixed.get(i).path(),
                        i < test ? Split.TEST : i < test + validation ? Split.VALIDATION : Split.TRAIN);
            }
        });
        List<SetImage> images = set.images().stream()
                .map(image -> image.in(splits.get(image.path())))
                .toList();
        return set.with(
                images,
                List.of(
                        "the set has no splits: each class is split 70 : 15 : 15 here, because it is small; a manifest.csv"
                                + " with a column split says otherwise"));
    }

    private static ImageSet withValidation(ImageSet set) {
        List<SetImage> training = set.images().stream()
                .filter(image -> image.split() == Split.TRAIN)
                .toList();
        Map<String, Boolean> chosen = new HashMap<>();
        double share = VALIDATION_SHARE / (1 - TEST_SHARE);
        byLabel(training).values().forEach(images -> choose(images, share, chosen));
        List<SetImage> images = set.images().stream()
                .map(image -> image.split() == Split.TRAIN && chosen.getOrDefault(person(image), false)
                        ? image.in(Split.VALIDATION)
                        : image)
                .toList();
        long moved = images.stream()
                .filter(image -> image.split() == Split.VALIDATION)
                .count();
        return set.with(
                images,
                List.of(String.format(
                        Locale.ROOT,
                        "the set has no validation split: %,d of its %s become one, whole patients where"
                                + " they are known; the test split stays as it is",
                        moved,
                        Counted.of(training.size(), "training image"))));
    }

    /**
     * A patient's number decides, so that it is the same in every set; a class that would have no validation image
     * gives the patient with the lowest one, if it has another.
     */
    private static void choose(List<SetImage> images, double share, Map<String, Boolean> chosen) {
        List<String> persons = images.stream()
                .map(Splits::person)
                .distinct()
                .sorted(Comparator.comparingLong(Spread::hash))
                .toList();
        boolean known = images.stream().anyMatch(image -> image.patient() != null);
        int wanted = persons.size() < 2 ? 0 : atLeastOne(persons.size() * share);
        boolean any = false;
        for (int i = 0; i < persons.size(); i++) {
            boolean in = known ? Spread.hash(persons.get(i)) < share * Long.MAX_VALUE : i < wanted;
            if (in && persons.size() > 1) {
                chosen.put(persons.get(i), true);
                any = true;
            }
        }
        if (!any && persons.size() > 1) {
            chosen.put(persons.get(0), true);
        }
    }

    private static int atLeastOne(double n) {
        return Math.max(1, (int) Math.round(n));
    }

    private static Comparator<SetImage> byChance() {
        return Comparator.comparingLong((SetImage image) -> Spread.hash(image.path()))
                .thenComparing(SetImage::path);
    }

    private static String person(SetImage image) {
        return image.patient() == null ? "image " + image.path() : "patient " + image.patient();
    }

    private static Map<String, List<SetImage>> byLabel(List<SetImage> images) {
        Map<@Nullable String, List<SetImage>> labels = new HashMap<>();
        images.forEach(image ->
                labels.computeIfAbsent(image.label(), l -> new ArrayList<>()).add(image));
        Map<String, List<SetImage>> known = new TreeMap<>();
        labels.forEach((label, own) -> {
            if (label != null) {
                known.put(Objects.requireNonNull(label), own);
            }
        });
        return known;
    }
}

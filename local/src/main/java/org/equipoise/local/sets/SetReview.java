package org.equipoise.local.sets;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.TrainingNeeds;

/** What stands out in a set before anything of it is sent. */
public final class SetReview {

    private static final int EXAMPLES = 3;
    private static final String TRAINING = "a training will refuse this: ";
    private static final String INSTEAD = "for a training: ";
    private static final String GATE = "the gate will refuse a model trained on this: ";

    private SetReview() {}

    /** A sentence for each thing; empty when nothing stands out. Classes without splits are only counted. */
    public static List<String> of(ImageSet set) {
        List<String> sentences = new ArrayList<>();
        boolean split = set.images().stream().anyMatch(image -> image.split() != null);
        if (split) {
            oneSplitOnly(set, sentences);
            bothSides(set, sentences);
            // Where some images have no split, ingest gives them one: what is missing is known only afterwards.
            if (set.images().stream().allMatch(image -> image.split() != null)) {
                sentences.addAll(forecast(new LabelSet(set.classes()), counts(set)));
            }
        }
        return sentences;
    }

    /** What a training, and the gate after it, will refuse of a dataset with these counts. */
    public static List<String> forecast(LabelSet labelSet, Map<Split, ClassDistribution> counts) {
        List<String> sentences = new ArrayList<>();
        TrainingNeeds.missing(labelSet, counts).forEach(missing -> sentences.add(TRAINING + missing));
        TrainingNeeds.withoutValidation(counts).ifPresent(why -> sentences.add(INSTEAD + why));
        ClassDistribution test = counts.get(Split.TEST);
        if (test != null) {
            TrainingNeeds.unjudgeable(labelSet, test, TrainingNeeds.TEST_IMAGES_PER_CLASS)
                    .forEach(why -> sentences.add(GATE + why));
        }
        return sentences;
    }

    /** Whether a sentence is one of {@link #forecast}. */
    public static boolean isForecast(String sentence) {
        return sentence.startsWith(TRAINING) || sentence.startsWith(INSTEAD) || sentence.startsWith(GATE);
    }

    private static Map<Split, ClassDistribution> counts(ImageSet set) {
        Map<Split, ClassDistribution> counts = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            counts.put(
                    split,
                    new ClassDistribution(set.classes().stream()
                            .map(name -> set.images().stream()
                                    .filter(image -> image.split() == split && name.equals(image.label()))
                                    .count())
                            .toList()));
        }
        return counts;
    }

    private static void oneSplitOnly(ImageSet set, List<String> sentences) {
        Map<String, Set<Split>> splits = new TreeMap<>();
        Set<Split> all = new TreeSet<>();
        for (SetImage image : set.images()) {
            if (image.label() != null && image.split() != null) {
                splits.computeIfAbsent(image.label(), l -> new TreeSet<>()).add(image.split());
                all.add(image.split());
            }
        }
        splits.forEach((label, own) -> {
            if (own.size() == 1 && all.size() > 1) {
                sentences.add("class \"" + label + "\" appears only under "
                        + own.iterator().next().wireName()
                        + ", others also elsewhere: is it another spelling of a class, or a folder that is none?");
            }
        });
    }

    private static void bothSides(ImageSet set, List<String> sentences) {
        Map<String, Set<String>> sides = new TreeMap<>();
        for (SetImage image : set.images()) {
            if (image.patient() != null && image.split() != null) {
                sides.computeIfAbsent(image.patient(), p -> new TreeSet<>())
                        .add(image.split().wireName());
            }
        }
        List<Map.Entry<String, Set<String>>> both =
                sides.entrySet().stream().filter(e -> e.getValue().size() > 1).toList();
        if (!both.isEmpty()) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d patients stand in more than one split, e.g. %s: tests on them prove little",
                    both.size(),
                    sides.size(),
                    both.stream()
                            .limit(EXAMPLES)
                            .map(e -> "\"" + e.getKey() + "\" " + e.getValue())
                            .collect(Collectors.joining(", "))));
        }
    }
}

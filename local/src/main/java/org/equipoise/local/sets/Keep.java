package org.equipoise.local.sets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.equipoise.common.labels.Split;

/**
 * Cuts classes down in the training split, to make imbalance. Which images stay follows from their paths alone: the
 * same set cut twice is the same set, and 20 kept images are among the 30 kept of a milder cut.
 */
public final class Keep {

    private static final int PERCENT_TRAINING = 70;
    private static final int PERCENT_VALIDATION = 15;

    private Keep() {}

    /**
     * The set with at most {@code counts.get(c)} training images of each class {@code c} named.
     *
     * <p>A set without splits gets them first, 70/15/15 by patient or, without patients, by path: the training split
     * must be known to be cut.
     *
     * @throws SetException if a class is unknown, naming those that are known
     */
    public static ImageSet of(ImageSet set, Map<String, Integer> counts) {
        if (counts.isEmpty()) {
            return set;
        }
        for (String name : counts.keySet()) {
            if (!set.classes().contains(name)) {
                throw new SetException(
                        "there is no class \"" + name + "\" in " + set.name() + ", only " + set.classes());
            }
        }
        boolean splits = set.images().stream().anyMatch(image -> image.split() != null);
        List<SetImage> images = splits ? set.images() : byPatient(set).images();
        Set<String> dropped = new HashSet<>();
        counts.forEach((name, n) -> images.stream()
                .filter(image -> image.split() == Split.TRAIN && name.equals(image.label()))
                .sorted(Comparator.comparingLong((SetImage image) -> Spread.hash(image.path()))
                        .thenComparing(SetImage::path))
                .skip(n)
                .forEach(image -> dropped.add(image.path())));
        List<SetImage> kept = new ArrayList<>(images);
        kept.removeIf(image -> dropped.contains(image.path()));
        return set.with(kept, List.of());
    }

    /** The set split 70/15/15 by patient or, without patients, by path, whatever splits it came with. */
    public static ImageSet byPatient(ImageSet set) {
        return set.with(set.images().stream().map(Keep::assign).toList(), List.of());
    }

    private static SetImage assign(SetImage image) {
        long percent = Spread.hash(image.patient() == null ? image.path() : image.patient()) % 100;
        Split split = percent < PERCENT_TRAINING
                ? Split.TRAIN
                : percent < PERCENT_TRAINING + PERCENT_VALIDATION ? Split.VALIDATION : Split.TEST;
        return image.in(split);
    }
}

package org.equipoise.ingest.readings;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.words.Counted;

/**
 * Which images of a dataset a wish means. What an adjudicator settled is final, and what readers are asked for already
 * is not asked again.
 */
public final class ReadingSelection {

    /** Images of a dataset that are to be read at a time: the console knows so many, of all datasets. */
    private static final int MOST_OPEN = 100_000;

    private final Map<String, LabelChecked> images;
    private final Map<String, LabelSuspected> doubts = new HashMap<>();
    private final int mostOpen;

    /**
     * A dataset as it stands.
     *
     * @param suspected every doubt about its labels; of two about one image the later counts
     */
    public ReadingSelection(Collection<LabelChecked> images, Collection<LabelSuspected> suspected) {
        this(images, suspected, MOST_OPEN);
    }

    ReadingSelection(Collection<LabelChecked> images, Collection<LabelSuspected> suspected, int mostOpen) {
        this.mostOpen = mostOpen;
        this.images = images.stream().collect(Collectors.toMap(LabelChecked::imageId, Function.identity()));
        suspected.forEach(doubt ->
                doubts.merge(doubt.imageId(), doubt, (a, b) -> b.suspectedAt().isBefore(a.suspectedAt()) ? a : b));
    }

    /**
     * Ids of the images, at most {@value ReadingWish#MOST_IMAGES}, in the order in which they were chosen.
     *
     * @throws IllegalArgumentException if an image that was named is not in the dataset, or is not to be read; or if
     *     more images would be to be read then than there may be at a time
     */
    public List<String> of(ReadingWish wish) {
        List<String> ids = chosen(wish);
        long open = images.values().stream().filter(LabelChecked::awaitsReaders).count();
        if (!wish.withdraws() && open + ids.size() > mostOpen) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s still to be read; with %,d more it would be more than %,d",
                    Counted.of(open, "image is", "images are"),
                    ids.size(),
                    mostOpen));
        }
        return ids;
    }

    private List<String> chosen(ReadingWish wish) {
        if (wish.withdraws()) {
            return ids(images.values().stream().filter(LabelChecked::awaitsReaders));
        }
        if (wish.images() != null) {
            return named(wish.images());
        }
        if (wish.sample() != null) {
            return ids(free().filter(image -> image.standing() == Standing.ACCEPTED)
                    .sorted(Comparator.comparing(ReadingSelection::place))
                    .limit(wish.sample()));
        }
        return ids(
                ReadingWish.CONFLICTS.equals(wish.kind())
                        ? free().filter(image -> image.reasons().contains(QuarantineReason.CONFLICTING_LABELS))
                                .sorted(Comparator.comparing(ReadingSelection::place))
                        : free().filter(this::isDoubted).sorted(Comparator.comparing(this::certainty)));
    }

    private List<String> named(List<String> wanted) {
        List<String> ids = wanted.stream().distinct().toList();
        long unknown = ids.stream().filter(id -> !images.containsKey(id)).count();
        if (unknown > 0) {
            throw new IllegalArgumentException(
                    unknown + " of " + ids.size() + " images are not in the dataset, or nobody has labelled them");
        }
        long unfit = ids.stream()
                .map(id -> Objects.requireNonNull(images.get(id)))
                .filter(image -> !isFree(image))
                .count();
        if (unfit > 0) {
            throw new IllegalArgumentException(unfit + " of " + ids.size()
                    + " images are settled by an adjudicator, or readers are asked for them already");
        }
        return ids;
    }

    private Stream<LabelChecked> free() {
        return images.values().stream().filter(ReadingSelection::isFree);
    }

    private static boolean isFree(LabelChecked image) {
        return image.readings() == null
                && (image.settlement() == null || image.settlement().role() != Role.ADJUDICATOR);
    }

    /** A label that somebody has settled, or that is another one now, is not doubted any more. */
    private boolean isDoubted(LabelChecked image) {
        LabelSuspected doubt = doubts.get(image.imageId());
        return doubt != null && image.settlement() == null && doubt.givenLabel().equals(image.label());
    }

    private double certainty(LabelChecked image) {
        return 1 - Objects.requireNonNull(doubts.get(image.imageId())).score();
    }

    /** Neither the source nor the label of an image decides where it comes. */
    private static String place(LabelChecked image) {
        return Sha256.hex("reading " + image.dataset() + "/" + image.imageId());
    }

    private static List<String> ids(Stream<LabelChecked> chosen) {
        return chosen.limit(ReadingWish.MOST_IMAGES).map(LabelChecked::imageId).toList();
    }
}

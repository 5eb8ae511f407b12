package org.equipoise.ingest.readings;

import java.util.Collection;
import java.util.List;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelSubmitted.Role;

/**
 * How far the readings of a dataset are.
 *
 * @param asked images that several readers are asked to read
 * @param read of these, images that as many readers have read as were asked
 * @param agreed of these, images whose readers agree: they are settled
 * @param disagreeing of these, images that wait for an adjudicator
 * @param adjudicated images that an adjudicator settled, read or not
 * @param readings that were given, of {@code readingsAsked}; more than were asked of an image do not count
 */
public record ReadingProgress(
        String dataset,
        long asked,
        long read,
        long agreed,
        long disagreeing,
        long adjudicated,
        long readings,
        long readingsAsked) {

    /** Counts the images of a dataset. */
    public static ReadingProgress of(String dataset, Collection<LabelChecked> images) {
        List<LabelChecked> asked =
                images.stream().filter(image -> image.readings() != null).toList();
        return new ReadingProgress(
                dataset,
                asked.size(),
                asked.stream().filter(image -> readings(image).isComplete()).count(),
                asked.stream()
                        .filter(image -> readings(image).isComplete() && isSettledBy(Role.READER, image))
                        .count(),
                asked.stream().filter(LabelChecked::readersDisagree).count(),
                asked.stream()
                        .filter(image -> isSettledBy(Role.ADJUDICATOR, image))
                        .count(),
                asked.stream()
                        .mapToLong(image -> Math.min(
                                readings(image).by().size(), readings(image).asked()))
                        .sum(),
                asked.stream().mapToLong(image -> readings(image).asked()).sum());
    }

    private static Readings readings(LabelChecked image) {
        return java.util.Objects.requireNonNull(image.readings());
    }

    private static boolean isSettledBy(Role role, LabelChecked image) {
        return image.settlement() != null && image.settlement().role() == role;
    }
}

package org.equipoise.ingest.readings;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.equipoise.common.events.ReadingRequested;
import org.jspecify.annotations.Nullable;

/**
 * What is wished: exactly one of {@code sample}, {@code kind}, {@code images} and {@code withdraw}.
 *
 * @param readers how many are to read each image, see {@link ReadingRequested}; {@value #USUAL_READERS} where it is
 *     absent
 * @param sample so many accepted images, drawn by a hash of their ids, so that neither label nor order decides
 * @param kind {@value #SUSPECTS}: whose label an examination doubts; {@value #CONFLICTS}: whose labels contradict each
 *     other
 * @param images ids
 * @param withdraw true: what is still to be read is not wanted any more
 */
public record ReadingWish(
        @Nullable Integer readers,
        @Nullable Integer sample,
        @Nullable String kind,
        @Nullable List<String> images,
        @Nullable Boolean withdraw) {

    /** Images that one wish asks for. */
    public static final int MOST_IMAGES = 1000;

    public static final String SUSPECTS = "suspects";

    public static final String CONFLICTS = "conflicts";

    private static final int USUAL_READERS = 2;

    private static final Pattern IMAGE = Pattern.compile("[0-9a-f]{64}");

    public ReadingWish {
        if (readers != null) {
            ReadingRequested.requireReaders(readers);
        }
        boolean withdraws = Boolean.TRUE.equals(withdraw);
        if (Stream.of(sample, kind, images).filter(Objects::nonNull).count() != (withdraws ? 0 : 1)) {
            throw new IllegalArgumentException("need one of sample, kind, images and withdraw");
        }
        if (sample != null && (sample < 1 || sample > MOST_IMAGES)) {
            throw new IllegalArgumentException("sample must be 1 to " + MOST_IMAGES + " images, got " + sample);
        }
        if (kind != null && !kind.equals(SUSPECTS) && !kind.equals(CONFLICTS)) {
            throw new IllegalArgumentException("kind must be " + SUSPECTS + " or " + CONFLICTS
                    + ", got something else of " + kind.length() + " characters");
        }
        if (images != null) {
            requireIds(images);
            images = List.copyOf(images);
        }
    }

    /** How many are to read each image. */
    public int readersWanted() {
        return readers == null ? USUAL_READERS : readers;
    }

    /** Whether what is still to be read is not wanted any more. */
    public boolean withdraws() {
        return Boolean.TRUE.equals(withdraw);
    }

    private static void requireIds(List<String> images) {
        if (images.isEmpty() || images.size() > MOST_IMAGES) {
            throw new IllegalArgumentException("images must be 1 to " + MOST_IMAGES + ", got " + images.size());
        }
        for (int i = 0; i < images.size(); i++) {
            String id = images.get(i);
            if (id == null || !IMAGE.matcher(id).matches()) {
                throw new IllegalArgumentException("images[" + i + "] must be an image id, 64 hex digits");
            }
        }
    }
}

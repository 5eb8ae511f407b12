package org.equipoise.ingest.labelling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.ReadingRequested;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.splitting.Splitting;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about one image of one dataset. Adding what is already there gives an equal record, so a redelivered
 * event changes nothing.
 *
 * @param size absent until the image itself has arrived: labels may come first
 * @param occurrences one per study, in order of arrival
 * @param votes the latest label of each annotator, withdrawn ones among them: an older label that comes late must not
 *     bring back what was taken back
 * @param assignment to several readers; absent if nobody asked for it
 */
public record ImageRecord(
        String dataset,
        String imageId,
        @Nullable Size size,
        List<Occurrence> occurrences,
        Map<String, Vote> votes,
        @Nullable Assignment assignment) {

    /**
     * Studies, their voices, and persons that are remembered, so many of each; later ones are not counted. A test image
     * sent for ever must not grow its record beyond what the broker takes (1 MiB).
     */
    public static final int MAX_REMEMBERED = 128;

    /**
     * The canonical image, as its first study brought it.
     *
     * @param bits of a sample, 16; null for 8, as in records that were kept before there were others
     * @param station the device, where a study named one
     * @param measures absent while no study arrived at a release that measured
     * @param laterality the side of the body, if a study said it
     * @param bodyPart if a study said it
     */
    public record Size(
            int width,
            int height,
            int channels,
            String modality,
            @Nullable Integer bits,
            @Nullable String station,
            @Nullable ImageMeasures measures,
            @Nullable String laterality,
            @Nullable String bodyPart) {

        /** An image of an unnamed device that was not measured. */
        public Size(int width, int height, int channels, String modality) {
            this(width, height, channels, modality, null, null, null, null, null);
        }

        static Size of(ImageIngested event) {
            return new Size(
                    event.width(),
                    event.height(),
                    event.channels(),
                    event.modality(),
                    event.bits(),
                    event.station(),
                    event.measures(),
                    event.laterality(),
                    event.bodyPart());
        }

        /** What was not known yet is taken from another arrival. */
        Size completedBy(Size other) {
            return new Size(
                    width,
                    height,
                    channels,
                    modality,
                    bits,
                    station == null ? other.station() : station,
                    measures == null ? other.measures() : measures,
                    laterality == null ? other.laterality() : laterality,
                    bodyPart == null ? other.bodyPart() : bodyPart);
        }
    }

    public ImageRecord {
        occurrences = List.copyOf(occurrences);
        votes = Collections.unmodifiableMap(new TreeMap<>(votes));
    }

    /** An image that nobody assigned. */
    public ImageRecord(
            String dataset,
            String imageId,
            @Nullable Size size,
            List<Occurrence> occurrences,
            Map<String, Vote> votes) {
        this(dataset, imageId, size, occurrences, votes, null);
    }

    /** A record of which nothing is known yet. */
    public static ImageRecord empty(String dataset, String imageId) {
        return new ImageRecord(dataset, imageId, null, List.of(), Map.of());
    }

    /** The record with one more arrival of its pixels. */
    public ImageRecord with(ImageIngested event) {
        Size arrived = size == null ? Size.of(event) : size.completedBy(Size.of(event));
        List<Occurrence> merged = new ArrayList<>(occurrences);
        var occurrence = new Occurrence(event.studyId(), event.patientGroup(), event.split());
        int known = indexOf(event.studyId());
        if (known >= 0) {
            merged.set(known, merge(merged.get(known), occurrence));
        } else if (merged.size() < MAX_REMEMBERED) {
            merged.add(occurrence);
        }
        return new ImageRecord(dataset, imageId, arrived, merged, votes, assignment);
    }

    /**
     * The record with one more label or withdrawal, if it is later than what its annotator said last and there is room
     * for the annotator.
     */
    public ImageRecord with(LabelSubmitted event) {
        Vote previous = votes.get(event.annotator());
        Vote vote = Vote.of(event);
        boolean outdated = previous != null && previous.compareTo(vote) >= 0;
        if (outdated || !hasRoomFor(event.annotator())) {
            return this;
        }
        var merged = new TreeMap<>(votes);
        merged.put(event.annotator(), vote);
        return new ImageRecord(dataset, imageId, size, occurrences, merged, assignment);
    }

    /** The record once several readers are asked, or are not any more, unless something later was said about that. */
    public ImageRecord with(ReadingRequested event) {
        Assignment asked = Assignment.of(event).after(assignment);
        return asked.equals(assignment) ? this : new ImageRecord(dataset, imageId, size, occurrences, votes, asked);
    }

    /** Whether a label of this annotator is counted: studies, however many, leave room for persons. */
    public boolean hasRoomFor(String annotator) {
        boolean source = LabelSubmitted.isSource(annotator);
        return votes.containsKey(annotator)
                || votes.keySet().stream()
                                .filter(name -> LabelSubmitted.isSource(name) == source)
                                .count()
                        < MAX_REMEMBERED;
    }

    /** The first patient group that a study gave. */
    public Optional<String> patientGroup() {
        return occurrences.stream()
                .map(Occurrence::patientGroup)
                .flatMap(Stream::ofNullable)
                .findFirst();
    }

    /** The splits that the sources gave. */
    public List<Split> givenSplits() {
        return occurrences.stream()
                .map(Occurrence::split)
                .flatMap(Stream::ofNullable)
                .distinct()
                .sorted()
                .toList();
    }

    /** The splits that the sources gave; where none did, those of the patients. */
    public List<Split> splits(Splitting splitting) {
        List<Split> given = givenSplits();
        if (!given.isEmpty()) {
            return given;
        }
        return occurrences.stream()
                .map(occurrence -> splitting.split(occurrence.patientGroup(), imageId))
                .distinct()
                .sorted()
                .toList();
    }

    private int indexOf(String studyId) {
        for (int i = 0; i < occurrences.size(); i++) {
            if (occurrences.get(i).studyId().equals(studyId)) {
                return i;
            }
        }
        return -1;
    }

    private static Occurrence merge(Occurrence known, Occurrence again) {
        List<Split> splits = Stream.of(known, again)
                .map(Occurrence::split)
                .flatMap(Stream::ofNullable)
                .toList();
        String group = known.patientGroup() != null ? known.patientGroup() : again.patientGroup();
        return new Occurrence(
                known.studyId(), group, Splitting.strictest(splits).orElse(null));
    }
}

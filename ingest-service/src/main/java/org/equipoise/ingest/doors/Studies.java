package org.equipoise.ingest.doors;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;

/** The events of what was stored: one a study and target, of at most {@value #MOST_IMAGES} images. */
final class Studies {

    /** An event with more would come near to what the broker takes. */
    static final int MOST_IMAGES = 2000;

    private Studies() {}

    static List<StudyPublished> of(List<StudyPart> parts, Instant publishedAt) {
        // Sorted: instances come in any order, and are decoded side by side.
        Map<StudyPart, SortedMap<String, StudyPart>> studies = new LinkedHashMap<>();
        for (StudyPart part : parts) {
            Map<String, StudyPart> images = studies.computeIfAbsent(part.head(), head -> new TreeMap<>());
            part.objectKeys().forEach(key -> images.put(key, part));
        }
        List<StudyPublished> events = new ArrayList<>();
        studies.forEach((head, keys) -> {
            List<StudyImage> images = keys.entrySet().stream()
                    .map(image -> new StudyImage(
                            image.getKey(),
                            null,
                            null,
                            image.getValue().laterality(),
                            image.getValue().bodyPart()))
                    .toList();
            for (int from = 0; from < images.size(); from += MOST_IMAGES) {
                events.add(new StudyPublished(
                        head.studyId(),
                        head.target().dataset(),
                        head.modality(),
                        head.patientKey(),
                        head.target().model(),
                        images.subList(from, Math.min(images.size(), from + MOST_IMAGES)),
                        publishedAt,
                        head.station()));
            }
        });
        return events;
    }
}

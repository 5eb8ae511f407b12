package org.equipoise.ingest.doors;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;

/** The events of what was stored: one a study and target, of at most {@value #MOST_IMAGES} images. */
final class Studies {

    /** An event with more would come near to what the broker takes. */
    static final int MOST_IMAGES = 2000;

    private Studies() {}

    static List<StudyPublished> of(List<StudyPart> parts, Instant publishedAt) {
        Map<StudyPart, Set<String>> studies = new LinkedHashMap<>();
        for (StudyPart part : parts) {
            studies.computeIfAbsent(part.head(), head -> new LinkedHashSet<>()).addAll(part.objectKeys());
        }
        List<StudyPublished> events = new ArrayList<>();
        studies.forEach((head, keys) -> {
            // Sorted: instances come in any order, and are decoded side by side.
            List<StudyImage> images = keys.stream()
                    .sorted()
                    .map(key -> new StudyImage(key, null, null))
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

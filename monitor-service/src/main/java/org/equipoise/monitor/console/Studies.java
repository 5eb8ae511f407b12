package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageKey;
import org.jspecify.annotations.Nullable;

/**
 * Which images came together in a study, so that a reader sees one among the others. Of the studies that came last;
 * neither names of studies nor of patients are told. Thread-safe.
 */
public final class Studies {

    /** Images of all studies together; the study that came longest ago goes first. */
    static final int MOST_IMAGES = 50_000;

    /** Other images of one study that are told. */
    static final int MOST_TOLD = 200;

    private final int most;
    private final Map<String, Study> studies = new LinkedHashMap<>();
    private final Map<String, String> studyOf;
    private int images;

    /**
     * What is known about an image from its study.
     *
     * @param modality DICOM modality (0008,0060)
     * @param station the device; absent if the source did not say it
     * @param imagesInStudy that were ingested
     * @param images ids in the order in which they came, the image itself among them; at most {@value #MOST_TOLD}
     */
    public record Context(
            String modality, @Nullable String station, Instant publishedAt, int imagesInStudy, List<String> images) {

        public Context {
            images = List.copyOf(images);
        }
    }

    private record Study(ImageIngested first, Set<String> images) {}

    /** No studies yet. */
    public Studies() {
        this(MOST_IMAGES);
    }

    Studies(int most) {
        this.most = most;
        studyOf = new Bounded<>(most);
    }

    /** An image of a study was stored. */
    public synchronized void ingested(ImageIngested event) {
        String name = event.dataset() + "/" + event.studyId();
        Study study = studies.computeIfAbsent(name, key -> new Study(event, new LinkedHashSet<>()));
        if (study.images().add(event.imageId())) {
            images++;
        }
        studyOf.put(event.key(), name);
        var eldest = studies.entrySet().iterator();
        while (images > most && eldest.hasNext()) {
            Map.Entry<String, Study> entry = eldest.next();
            if (entry.getKey().equals(name)) {
                continue;
            }
            images -= entry.getValue().images().size();
            eldest.remove();
        }
    }

    /** The study that brought the image last; empty if it came too long ago. */
    public synchronized Optional<Context> of(String dataset, String imageId) {
        return study(ImageKey.of(dataset, imageId)).map(study -> {
            ImageIngested first = study.first();
            return new Context(
                    first.modality(),
                    first.station(),
                    first.publishedAt(),
                    first.imagesInStudy(),
                    around(new ArrayList<>(study.images()), imageId));
        });
    }

    /** Ids of all images that came with this one, itself among them. */
    public synchronized Set<String> together(String dataset, String imageId) {
        return study(ImageKey.of(dataset, imageId))
                .map(study -> Set.copyOf(study.images()))
                .orElse(Set.of());
    }

    private Optional<Study> study(String imageKey) {
        String name = studyOf.get(imageKey);
        return Optional.ofNullable(name == null ? null : studies.get(name));
    }

    /** Those nearest to the image where there are too many. */
    private static List<String> around(List<String> ids, String imageId) {
        int from = Math.max(0, Math.min(ids.indexOf(imageId) - MOST_TOLD / 2, ids.size() - MOST_TOLD));
        return ids.subList(from, Math.min(ids.size(), from + MOST_TOLD));
    }
}

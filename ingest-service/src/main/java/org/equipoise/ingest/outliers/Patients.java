package org.equipoise.ingest.outliers;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;

/**
 * Patients whose images are in more than one split. Where the source gives no splits there are none, because a keyed
 * hash of the patient decides; a source's own splits are kept as they are.
 */
final class Patients {

    private Patients() {}

    /** @param images by id */
    static Optional<ImageFinding> finding(List<DatasetImage> images) {
        Map<String, Map<Split, String>> patients = new TreeMap<>();
        for (DatasetImage image : images) {
            if (image.patientGroup() != null) {
                patients.computeIfAbsent(image.patientGroup(), group -> new EnumMap<>(Split.class))
                        .putIfAbsent(image.split(), image.imageId());
            }
        }
        List<List<String>> examples = new ArrayList<>();
        patients.values().stream()
                .filter(splits -> splits.size() > 1)
                .forEach(splits -> examples.add(List.copyOf(splits.values())));
        if (examples.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> first = Examples.first(examples);
        return Optional.of(new ImageFinding(
                "patient-splits",
                Counted.of(examples.size(), "patient has", "patients have")
                        + " images in more than one split, as the source gave them: what is tested on was partly learned"
                        + Examples.named(first) + ".",
                examples.stream().mapToInt(List::size).max().orElseThrow(),
                1,
                examples.size(),
                first,
                null));
    }
}

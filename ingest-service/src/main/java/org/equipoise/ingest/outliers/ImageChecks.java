package org.equipoise.ingest.outliers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.ImageMeasures;
import org.equipoise.ingest.quality.QualityLimits;

/** All checks of a version's images. The same images give the same findings, in whatever order they come. */
public final class ImageChecks {

    private final QualityLimits limits;
    private final List<DatasetImage> sorted;
    private final List<Measured> measured;
    private final NearDuplicates nearDuplicates;

    /**
     * Compares the images with each other.
     *
     * @param images of one version
     */
    public ImageChecks(Collection<DatasetImage> images, QualityLimits limits) {
        this.limits = limits;
        sorted = images.stream()
                .sorted(Comparator.comparing(DatasetImage::imageId))
                .toList();
        measured = sorted.stream().map(Measured::of).flatMap(Optional::stream).toList();
        nearDuplicates = NearDuplicates.of(measured, limits);
    }

    /** An image that was measured. */
    record Measured(DatasetImage image, ImageMeasures measures) {

        static Optional<Measured> of(DatasetImage image) {
            return image.measures().map(measures -> new Measured(image, measures));
        }

        String imageId() {
            return image.imageId();
        }
    }

    /** What stands out. Of images that were not measured only patients, stations, sizes and the like are looked at. */
    public List<ImageFinding> findings() {
        List<ImageFinding> findings = new ArrayList<>();
        findings.addAll(new SingleImages(measured, limits).findings());
        findings.addAll(new Outliers(sorted, measured, limits).findings());
        findings.addAll(nearDuplicates.findings());
        Patients.finding(sorted).ifPresent(findings::add);
        findings.addAll(new LabelsAgainstStudies(sorted, limits).findings());
        findings.addAll(new Associations(sorted, limits).findings());
        findings.addAll(new SplitShift(sorted, limits).findings());
        return List.copyOf(findings);
    }

    /**
     * The groups of images that belong together and are in several splits: of one patient, or nearly the same, each
     * with at least one other of the group. By their lowest image, each by image id.
     */
    public List<List<DatasetImage>> acrossSplits() {
        DisjointSets sets = together();
        int[] splits = new int[sorted.size()];
        for (int i = 0; i < splits.length; i++) {
            splits[sets.root(i)] |= 1 << sorted.get(i).split().ordinal();
        }
        Map<Integer, List<DatasetImage>> groups = new TreeMap<>();
        for (int i = 0; i < splits.length; i++) {
            int root = sets.root(i);
            if (Integer.bitCount(splits[root]) > 1) {
                groups.computeIfAbsent(root, r -> new ArrayList<>()).add(sorted.get(i));
            }
        }
        return List.copyOf(groups.values());
    }

    /** All images in the groups that belong together, of one image each mostly; in a fixed order. */
    public List<List<DatasetImage>> groups() {
        DisjointSets sets = together();
        Map<Integer, List<DatasetImage>> groups = new TreeMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            groups.computeIfAbsent(sets.root(i), r -> new ArrayList<>()).add(sorted.get(i));
        }
        return List.copyOf(groups.values());
    }

    private DisjointSets together() {
        var sets = new DisjointSets(sorted.size());
        int[] placeOfMeasured = new int[measured.size()];
        Map<String, Integer> patients = new HashMap<>();
        int next = 0;
        for (int i = 0; i < sorted.size(); i++) {
            DatasetImage image = sorted.get(i);
            if (image.patientGroup() != null) {
                Integer first = patients.putIfAbsent(image.patientGroup(), i);
                sets.join(i, first == null ? i : first);
            }
            if (image.measures().isPresent()) {
                placeOfMeasured[next] = i;
                sets.join(i, placeOfMeasured[nearDuplicates.root(next)]);
                next++;
            }
        }
        return sets;
    }
}

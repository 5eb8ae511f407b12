package org.equipoise.ingest.outliers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.ImageMeasures;
import org.equipoise.ingest.quality.QualityLimits;

/** All checks of a version's images. The same images give the same findings, in whatever order they come. */
public final class ImageChecks {

    private ImageChecks() {}

    /** An image that was measured. */
    record Measured(DatasetImage image, ImageMeasures measures) {

        static Optional<Measured> of(DatasetImage image) {
            return image.measures().map(measures -> new Measured(image, measures));
        }

        String imageId() {
            return image.imageId();
        }
    }

    /**
     * What stands out. Of images that were not measured only patients, stations, sizes and the like are looked at.
     *
     * @param images of one version
     */
    public static List<ImageFinding> of(Collection<DatasetImage> images, QualityLimits limits) {
        List<DatasetImage> sorted = images.stream()
                .sorted(Comparator.comparing(DatasetImage::imageId))
                .toList();
        List<Measured> measured =
                sorted.stream().map(Measured::of).flatMap(Optional::stream).toList();
        List<ImageFinding> findings = new ArrayList<>();
        findings.addAll(new SingleImages(measured, limits).findings());
        findings.addAll(new Outliers(sorted, measured, limits).findings());
        findings.addAll(NearDuplicates.of(measured, limits).findings());
        Patients.finding(sorted).ifPresent(findings::add);
        findings.addAll(new LabelsAgainstStudies(sorted, limits).findings());
        findings.addAll(new Associations(sorted, limits).findings());
        return List.copyOf(findings);
    }
}

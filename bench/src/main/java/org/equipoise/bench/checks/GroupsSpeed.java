package org.equipoise.bench.checks;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

import org.equipoise.bench.report.Measurement;
import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.outliers.DatasetImage;
import org.equipoise.ingest.outliers.ImageChecks;
import org.equipoise.ingest.quality.QualityLimits;

/** How long a freeze looks for what belongs together. */
final class GroupsSpeed {

    /** As by default. */
    private static final int BITS = 4;

    private static final double DIFFERENCE = 0.02;
    /** One of so many images is a near-duplicate of the one before it. */
    private static final int NEAR = 10;

    private GroupsSpeed() {}

    static void measure(int images, List<Measurement> rows) {
        List<DatasetImage> drawn = drawn(images);
        long begin = System.nanoTime();
        int groups = new ImageChecks(drawn, limits()).acrossSplits().size();
        double seconds = (System.nanoTime() - begin) / 1e9;
        String what = String.format(Locale.ROOT, "groups of %,d images", images);
        rows.add(Measurement.once(what, seconds, "s"));
        rows.add(Measurement.once(what + ", those in several splits", groups, "found"));
    }

    private static List<DatasetImage> drawn(int n) {
        var random = new Random(1);
        List<DatasetImage> images = new ArrayList<>(n);
        HexFormat hex = HexFormat.of();
        long hash = 0;
        String thumbnail = "";
        for (int i = 0; i < n; i++) {
            if (i % NEAR == 1) {
                hash ^= 1;
            } else {
                hash = random.nextLong();
                thumbnail = hex.toHexDigits(random.nextLong())
                        + hex.toHexDigits(random.nextLong())
                        + hex.toHexDigits(random.nextLong())
                        + hex.toHexDigits(random.nextLong());
            }
            var measures = new ImageMeasures(0, 1, 7, 0.5, 0.2, null, null, hex.toHexDigits(hash), thumbnail);
            Split split = Split.values()[random.nextInt(Split.values().length)];
            images.add(new DatasetImage(
                    hex.toHexDigits((long) i).repeat(4),
                    "none",
                    split,
                    null,
                    Optional.of(
                            new ImageTraits(64, 64, 1, 8, "DX", List.of(split), null, measures, null, null, true))));
        }
        return images;
    }

    /** The service's settings need what a benchmark has not; only these two are asked for. */
    private static QualityLimits limits() {
        return (QualityLimits) Proxy.newProxyInstance(
                QualityLimits.class.getClassLoader(),
                new Class<?>[] {QualityLimits.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "nearDuplicateBits" -> BITS;
                    case "nearDuplicateDifference" -> DIFFERENCE;
                    default -> throw new IllegalStateException(method.getName() + " is not asked for");
                });
    }
}

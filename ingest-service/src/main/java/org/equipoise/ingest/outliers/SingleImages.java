package org.equipoise.ingest.outliers;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.events.ImageMeasures.Sides;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.outliers.ImageChecks.Measured;
import org.equipoise.ingest.quality.QualityLimits;
import org.jspecify.annotations.Nullable;

/** What an image shows by itself. */
final class SingleImages {

    private final List<Measured> images;
    private final QualityLimits limits;

    SingleImages(List<Measured> images, QualityLimits limits) {
        this.images = images;
        this.limits = limits;
    }

    List<ImageFinding> findings() {
        return Stream.of(
                        above(
                                "saturated",
                                measures -> Math.max(measures.lowest(), measures.highest()),
                                limits.maxSaturated(),
                                "of their samples at the lowest or at the highest value there is"),
                        lowEntropy(),
                        above(
                                "letterboxed",
                                measures -> across(measures.bars()),
                                limits.maxBars(),
                                "of their height or width in uniform bars at opposite sides"),
                        above(
                                "repeated-border",
                                measures -> across(measures.repeated()),
                                limits.maxRepeatedBorder(),
                                "of their height or width in rows or columns that repeat their neighbour, as padding"
                                        + " leaves them"))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<ImageFinding> above(
            String code, ToDoubleFunction<ImageMeasures> share, double limit, String what) {
        List<Measured> odd = images.stream()
                .filter(image -> share.applyAsDouble(image.measures()) > limit)
                .sorted(Comparator.comparingDouble((Measured image) -> share.applyAsDouble(image.measures()))
                        .reversed()
                        .thenComparing(Measured::imageId))
                .toList();
        if (odd.isEmpty()) {
            return Optional.empty();
        }
        double most = share.applyAsDouble(odd.get(0).measures());
        return Optional.of(finding(
                code,
                String.format(
                        Locale.ROOT,
                        "%d of %s more than %.0f %% %s, up to %.0f %%",
                        odd.size(),
                        Counted.of(images.size(), "image has", "images have"),
                        limit * 100,
                        what,
                        most * 100),
                most,
                limit,
                odd));
    }

    private Optional<ImageFinding> lowEntropy() {
        double limit = limits.minEntropy();
        List<Measured> odd = images.stream()
                .filter(image -> image.measures().entropy() < limit)
                .sorted(Comparator.comparingDouble(
                                (Measured image) -> image.measures().entropy())
                        .thenComparing(Measured::imageId))
                .toList();
        if (odd.isEmpty()) {
            return Optional.empty();
        }
        double least = odd.get(0).measures().entropy();
        return Optional.of(finding(
                "low-entropy",
                String.format(
                        Locale.ROOT,
                        "%d of %s grey values of less than %.1f bits, down to %.2f",
                        odd.size(),
                        Counted.of(images.size(), "image has", "images have"),
                        limit,
                        least),
                least,
                limit,
                odd));
    }

    private static ImageFinding finding(String code, String sentence, double number, double limit, List<Measured> odd) {
        List<List<String>> examples = Examples.first(odd).stream()
                .map(image -> List.of(image.imageId()))
                .toList();
        return new ImageFinding(
                code, sentence + Examples.named(examples) + ".", number, limit, odd.size(), examples, null);
    }

    private static double across(@Nullable Sides sides) {
        return sides == null ? 0 : sides.across();
    }
}

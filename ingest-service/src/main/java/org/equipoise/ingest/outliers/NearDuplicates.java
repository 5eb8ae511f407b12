package org.equipoise.ingest.outliers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.outliers.ImageChecks.Measured;
import org.equipoise.ingest.quality.QualityLimits;

/**
 * Images that show the same: their perceptual hashes differ in few bits, and their thumbnails hardly at all. The hash
 * alone takes chest X-rays of two patients for the same one.
 */
final class NearDuplicates {

    private final List<Measured> images;
    private final int bits;
    private final DisjointSets groups;
    private final Pairs all = new Pairs();
    private final Pairs otherLabel = new Pairs();
    private final Pairs otherSplit = new Pairs();
    private boolean complete;

    private NearDuplicates(List<Measured> images, int bits) {
        this.images = images;
        this.bits = bits;
        groups = new DisjointSets(images.size());
    }

    /** How many pairs there are, and the first of them. */
    private final class Pairs {

        private final List<List<String>> examples = new ArrayList<>();
        private long count;
        private int fewestBits = Long.SIZE;

        void add(int first, int second, int differing) {
            count++;
            fewestBits = Math.min(fewestBits, differing);
            if (examples.size() < ImageFinding.MOST_EXAMPLES) {
                examples.add(
                        List.of(images.get(first).imageId(), images.get(second).imageId()));
            }
        }

        Optional<ImageFinding> finding(String code, String sentence) {
            return count == 0
                    ? Optional.empty()
                    : Optional.of(new ImageFinding(
                            code,
                            sentence + Examples.named(examples) + "." + unfinished(),
                            fewestBits,
                            bits,
                            count,
                            examples,
                            null));
        }
    }

    /** @param images by id */
    static NearDuplicates of(List<Measured> images, QualityLimits limits) {
        return of(images, limits, HammingIndex.MOST_COMPARISONS);
    }

    static NearDuplicates of(List<Measured> images, QualityLimits limits, long mostComparisons) {
        var found = new NearDuplicates(images, limits.nearDuplicateBits());
        long[] hashes =
                images.stream().mapToLong(image -> image.measures().hashBits()).toArray();
        var thumbnails = new Thumbnails(images.stream().map(Measured::measures).toList());
        found.complete = new HammingIndex(hashes, limits.nearDuplicateBits(), mostComparisons)
                .find((first, second, differing) -> {
                    if (thumbnails.difference(first, second) <= limits.nearDuplicateDifference()) {
                        found.add(first, second, differing);
                    }
                });
        return found;
    }

    List<ImageFinding> findings() {
        if (all.count == 0 && !complete) {
            String sentence = "No images that are nearly the same were found so far." + unfinished();
            return List.of(new ImageFinding("near-duplicates", sentence, 0, bits, 0, List.of(), null));
        }
        long several = 0;
        long members = 0;
        boolean[] grouped = new boolean[groups.size()];
        for (int i = 0; i < groups.size(); i++) {
            int root = groups.root(i);
            if (root != i) {
                members += grouped[root] ? 1 : 2;
                several += grouped[root] ? 0 : 1;
                grouped[root] = true;
            }
        }
        return Stream.of(
                        all.finding(
                                "near-duplicates",
                                String.format(
                                        Locale.ROOT,
                                        "%s nearly the same as another one, in %s: their perceptual hashes differ in at"
                                                + " most %d of 64 bits",
                                        Counted.of(members, "image is", "images are"),
                                        Counted.of(several, "group"),
                                        bits)),
                        otherLabel.finding(
                                "near-duplicates-labels",
                                Counted.of(otherLabel.count, "pair of images that are", "pairs of images that are")
                                        + " nearly the same "
                                        + (otherLabel.count == 1 ? "has" : "have") + " different labels"),
                        otherSplit.finding(
                                "near-duplicates-splits",
                                Counted.of(otherSplit.count, "pair of images that are", "pairs of images that are")
                                        + " nearly the same "
                                        + (otherSplit.count == 1 ? "is" : "are")
                                        + " in different splits: what is tested on was learned"))
                .flatMap(Optional::stream)
                .toList();
    }

    private void add(int first, int second, int differing) {
        all.add(first, second, differing);
        if (!images.get(first).image().label().equals(images.get(second).image().label())) {
            otherLabel.add(first, second, differing);
        }
        if (images.get(first).image().split() != images.get(second).image().split()) {
            otherSplit.add(first, second, differing);
        }
        groups.join(first, second);
    }

    /** The lowest number of those that this image shows the same as, directly or over others; its own where none. */
    int root(int i) {
        return groups.root(i);
    }

    private String unfinished() {
        return complete
                ? ""
                : " Not all images were compared: so many hashes are alike that it would have taken more than "
                        + Counted.of(HammingIndex.MOST_COMPARISONS, "comparison") + ".";
    }
}

package org.equipoise.ingest.freezing;

import java.util.List;

import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.freezing.FreezeOutcome.Refusal;
import org.equipoise.ingest.labelling.ImageTraits;
import org.jspecify.annotations.Nullable;

/** Whether the images of a version need a window, and which. */
final class WindowChoice {

    private static final String TOMOGRAPHY = "CT";

    private final SampleCounter counter;

    WindowChoice(SampleCounter counter) {
        this.counter = counter;
    }

    /** A window, none, or why the version cannot be. */
    sealed interface Outcome {

        /**
         * The version can be.
         *
         * @param window null where the samples have 8 bits
         * @param findings about the window, for a person
         */
        record Chosen(@Nullable ValueWindow window, List<String> findings) implements Outcome {}

        record Refused(FreezeOutcome.Refused refusal) implements Outcome {}

        static Outcome refused(Refusal refusal, String message) {
            return new Refused(new FreezeOutcome.Refused(refusal, message));
        }
    }

    /**
     * Chooses. Only images of 16 bits are read, and of them those that are trained on.
     *
     * @param accepted at least one
     * @param entries the same, as the manifest has them
     */
    Outcome of(
            String dataset,
            List<StandingImage> accepted,
            List<ManifestEntry> entries,
            WindowWish wish,
            PixelSource source) {
        long deep =
                accepted.stream().filter(image -> image.bits() == Short.SIZE).count();
        if (deep == 0) {
            return wish instanceof WindowWish.Unsaid
                    ? new Outcome.Chosen(null, List.of())
                    : Outcome.refused(
                            Refusal.BAD_REQUEST,
                            "the images of " + dataset + " have 8 bits, which are seen from 0 to 255; only those of 16"
                                    + " bits have a window");
        }
        if (deep < accepted.size()) {
            return Outcome.refused(
                    Refusal.UNFIT,
                    Counted.of(deep, "image of " + dataset + " has", "images of " + dataset + " have") + " 16 bits and "
                            + Counted.of(accepted.size() - deep, "has", "have")
                            + " 8; a version holds one kind: import each into a dataset of its own, or all from files of"
                            + " the same bits");
        }
        boolean tomography = accepted.stream()
                .allMatch(image ->
                        image.traits().map(ImageTraits::modality).stream().allMatch(TOMOGRAPHY::equals));
        List<String> training = entries.stream()
                .filter(entry -> entry.split() == Split.TRAIN)
                .map(ManifestEntry::imageId)
                .toList();
        return WindowRules.choose(wish, tomography, counter.count(training, source));
    }
}

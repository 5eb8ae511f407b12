package org.equipoise.trainer.training;

import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/** Lets a network answer a whole split. */
final class SplitPredictor {

    /** Images answered at once: large enough to be fast, small enough for memory. */
    private static final int BATCH = 256;

    private final DatasetPacks packs;

    SplitPredictor(DatasetPacks packs) {
        this.packs = packs;
    }

    /**
     * Answers to a split.
     *
     * @param probe of the split's first batch
     */
    record Probed(SplitPredictions predictions, Probe probe) {}

    SplitPredictions predict(TrainableNetwork network, DatasetFrozen dataset, Split split) {
        return new Pass(network, dataset, split, false).predictions();
    }

    /** The same with a look inside; the split must have an image. */
    Probed probe(TrainableNetwork network, DatasetFrozen dataset, Split split) {
        var pass = new Pass(network, dataset, split, true);
        return new Probed(
                pass.predictions(),
                Optional.ofNullable(pass.probe)
                        .orElseThrow(() -> new RunFailedException("no image in the " + split.wireName() + " split")));
    }

    private final class Pass {

        private final TrainableNetwork network;
        private final int classes;
        private final int[] labels;
        private final float[] probabilities;
        private int done;
        private @Nullable Probe probe;

        Pass(TrainableNetwork network, DatasetFrozen dataset, Split split, boolean probing) {
            this.network = network;
            classes = dataset.labelSet().size();
            int images = dataset.packs(split).stream()
                    .mapToInt(DatasetFrozen.Pack::images)
                    .sum();
            labels = new int[images];
            probabilities = new float[Math.multiplyExact(images, classes)];
            packs.read(dataset, split, pack -> {
                if (probing && probe == null && pack.size() > 0) {
                    probe = network.probe(pack, 0, Math.min(BATCH, pack.size()));
                }
                answer(pack);
            });
        }

        private void answer(LabelledImages pack) {
            for (int from = 0; from < pack.size(); from += BATCH) {
                int count = Math.min(BATCH, pack.size() - from);
                float[] answers = network.probabilities(pack, from, count);
                System.arraycopy(pack.labels(), from, labels, done, count);
                System.arraycopy(answers, 0, probabilities, done * classes, answers.length);
                done += count;
            }
        }

        SplitPredictions predictions() {
            return new SplitPredictions(classes, labels, probabilities);
        }
    }
}

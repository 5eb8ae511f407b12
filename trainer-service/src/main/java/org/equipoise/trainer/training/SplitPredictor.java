package org.equipoise.trainer.training;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.loss.WeightedCrossEntropy;

/** Lets a network answer a whole split. */
final class SplitPredictor {

    /** Images answered at once: large enough to be fast, small enough for memory. */
    private static final int BATCH = 256;

    private final DatasetPacks packs;

    SplitPredictor(DatasetPacks packs) {
        this.packs = packs;
    }

    SplitPredictions predict(TrainableNetwork network, DatasetFrozen dataset, Split split) {
        int classes = dataset.labelSet().size();
        int images = dataset.packs(split).stream()
                .mapToInt(DatasetFrozen.Pack::images)
                .sum();
        int[] labels = new int[images];
        float[] probabilities = new float[Math.multiplyExact(images, classes)];
        int[] done = {0};
        packs.read(dataset, split, pack -> {
            for (int from = 0; from < pack.size(); from += BATCH) {
                int count = Math.min(BATCH, pack.size() - from);
                float[] answers = network.probabilities(pack, from, count);
                System.arraycopy(pack.labels(), from, labels, done[0], count);
                System.arraycopy(answers, 0, probabilities, done[0] * classes, answers.length);
                done[0] += count;
            }
        });
        return new SplitPredictions(classes, labels, probabilities);
    }

    /** Mean weighted loss of the answers, nats. */
    static double loss(SplitPredictions predictions, WeightedCrossEntropy loss) {
        double sum = 0;
        for (int i = 0; i < predictions.size(); i++) {
            sum += loss.of(predictions.label(i), predictions.probability(i, predictions.label(i)));
        }
        return sum / predictions.size();
    }
}

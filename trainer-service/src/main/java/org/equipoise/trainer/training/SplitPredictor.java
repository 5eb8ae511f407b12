package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;

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

    /** As it will be served. */
    SplitPredictions answers(TrainableNetwork network, DatasetFrozen dataset, Split split) {
        return new Pass(network::answers, dataset, split).predictions();
    }

    /** One view of each image: faster, to follow a training with. */
    SplitPredictions predict(TrainableNetwork network, DatasetFrozen dataset, Split split) {
        return new Pass(network::probabilities, dataset, split).predictions();
    }

    /** The same with a look inside; the split must have an image. */
    Probed probe(TrainableNetwork network, DatasetFrozen dataset, Split split) {
        List<Probe> probes = new ArrayList<>();
        // The batch that is looked inside is answered on the way: a forward pass of its own would cost 2 % of an epoch.
        Answering answering = (images, from, count) -> {
            if (!probes.isEmpty()) {
                return network.probabilities(images, from, count);
            }
            ProbedAnswers first = network.probe(images, from, count);
            probes.add(first.probe());
            return first.probabilities();
        };
        var pass = new Pass(answering, dataset, split);
        if (probes.isEmpty()) {
            throw new RunFailedException("no image in the " + split.wireName() + " split");
        }
        return new Probed(pass.predictions(), probes.get(0));
    }

    @FunctionalInterface
    private interface Answering {
        float[] answer(LabelledImages images, int from, int count);
    }

    private final class Pass {

        private final Answering network;
        private final int classes;
        private final int[] labels;
        private final float[] probabilities;
        private int done;

        Pass(Answering network, DatasetFrozen dataset, Split split) {
            this.network = network;
            classes = dataset.labelSet().size();
            int images = dataset.packs(split).stream()
                    .mapToInt(DatasetFrozen.Pack::images)
                    .sum();
            labels = new int[images];
            probabilities = new float[Math.multiplyExact(images, classes)];
            packs.read(dataset, split, this::answer);
        }

        private void answer(LabelledImages pack) {
            for (int from = 0; from < pack.size(); from += BATCH) {
                int count = Math.min(BATCH, pack.size() - from);
                float[] answers = network.answer(pack, from, count);
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

package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.recipe.NetworkSide;
import org.jspecify.annotations.Nullable;

/** Lets a network answer a whole split. */
final class SplitPredictor {

    /** Images answered at once: large enough to be fast. */
    private static final int MOST_IMAGES = 256;

    /**
     * Pixels answered at once, those of every view and member counted: what 16 channels of 4 bytes make of them is 64
     * MiB, and a few such layers are in memory at a time.
     */
    private static final int MOST_PIXELS = 1 << 20;

    /** Samples that are fed at once, before the network reduces them, each in at most 8 bytes then: 64 MiB. */
    private static final int MOST_SAMPLES = 1 << 23;

    private final DatasetPacks packs;
    private final int members;
    private final Symmetry symmetry;
    private final NetworkSide side;

    /**
     * @param members networks that each see every image
     * @param symmetry views of an image that it is answered by as it will be served
     * @param side what the networks see of an image
     */
    SplitPredictor(DatasetPacks packs, int members, Symmetry symmetry, NetworkSide side) {
        this.side = side;
        this.packs = packs;
        this.members = members;
        this.symmetry = symmetry;
    }

    /**
     * Images that are answered at once, 1 to {@value #MOST_IMAGES}.
     *
     * @param fed once for all copies
     * @param seen of each copy, what the first layer sees
     * @param copies how often an image is computed: views times members
     */
    static int batch(InputShape fed, InputShape seen, int copies) {
        int pixels = seen.width() * seen.height();
        int most = Math.min(MOST_PIXELS / copies / pixels, MOST_SAMPLES / fed.length());
        return Math.max(1, Math.min(MOST_IMAGES, most));
    }

    private int batch(DatasetFrozen dataset, int copies) {
        return batch(dataset.shape(), side.of(dataset.shape()), copies);
    }

    /**
     * Answers to a split.
     *
     * @param probe of the split's first batch
     */
    record Probed(SplitPredictions predictions, Probe probe) {}

    /** As it will be served. */
    SplitPredictions answers(TrainableNetwork network, DatasetFrozen dataset, Split split) {
        int batch = batch(dataset, members * symmetry.views(dataset.shape()));
        return new Pass(network::answers, dataset, split, batch).predictions();
    }

    /** One view of each image: faster, to follow a training with. */
    SplitPredictions predict(TrainableNetwork network, DatasetFrozen dataset, Split split) {
        return new Pass(network::probabilities, dataset, split, batch(dataset, members)).predictions();
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
        var pass = new Pass(answering, dataset, split, batch(dataset, members));
        if (probes.isEmpty()) {
            throw new RunFailedException("no image in the " + split.wireName() + " split");
        }
        return new Probed(pass.predictions(), probes.get(0));
    }

    /**
     * With folds of the training split: as it is served, or by one view, and what the members answer alone.
     *
     * @param whole what all of them answer to the validation split
     */
    UnseenAnswers unseen(
            TrainableNetwork network,
            DatasetFrozen dataset,
            CrossValidation folds,
            SplitPredictions whole,
            Views views) {
        boolean served = views == Views.SERVED;
        int batch = batch(dataset, served ? symmetry.views(dataset.shape()) : 1);
        Member answering = served ? network::memberAnswers : network::memberProbabilities;
        var outOfFold = new OutOfFold(answering, dataset, folds, batch);
        List<SplitPredictions> ofMembers = IntStream.range(0, folds.folds())
                .mapToObj(member -> new Pass(
                                (images, from, count) -> answering.answer(member, images, from, count),
                                dataset,
                                Split.VALIDATION,
                                batch)
                        .predictions())
                .toList();
        return UnseenAnswers.of(whole, outOfFold.predictions(), ofMembers);
    }

    /**
     * What one network answers after an epoch, to be timed: the validation split and, with folds, that once more alone,
     * and a fold.
     */
    void rehearse(TrainableNetwork network, DatasetFrozen dataset, @Nullable CrossValidation folds) {
        predict(network, dataset, Split.VALIDATION);
        if (folds == null) {
            return;
        }
        predict(network, dataset, Split.VALIDATION);
        int classes = dataset.labelSet().size();
        Member one = (fold, images, from, count) ->
                fold == 0 ? network.probabilities(images, from, count) : new float[count * classes];
        new OutOfFold(one, dataset, folds, batch(dataset, 1)).predictions();
    }

    /** How an image is looked at. */
    enum Views {
        /** As it is. */
        ONE,
        /** As a served network does. */
        SERVED
    }

    @FunctionalInterface
    private interface Member {
        float[] answer(int member, LabelledImages images, int from, int count);
    }

    /** Each training image by the member that leaves it out. */
    private final class OutOfFold {

        private final Member network;
        private final CrossValidation folds;
        private final int batch;
        private final int classes;
        private final int[] labels;
        private final float[] probabilities;
        private int done;

        OutOfFold(Member network, DatasetFrozen dataset, CrossValidation folds, int batch) {
            this.network = network;
            this.folds = folds;
            this.batch = batch;
            classes = dataset.labelSet().size();
            labels = new int[folds.images()];
            probabilities = new float[labels.length * classes];
            packs.read(dataset, Split.TRAIN, this::answer);
        }

        private void answer(LabelledImages pack) {
            System.arraycopy(pack.labels(), 0, labels, done, pack.size());
            for (int fold = 0; fold < folds.folds(); fold++) {
                int[] left = folds.left(fold, done, pack.size());
                for (int from = 0; from < left.length; from += batch) {
                    int[] some = Arrays.copyOfRange(left, from, Math.min(left.length, from + batch));
                    float[] answers = network.answer(fold, pack.of(some), 0, some.length);
                    for (int i = 0; i < some.length; i++) {
                        System.arraycopy(answers, i * classes, probabilities, (done + some[i]) * classes, classes);
                    }
                }
            }
            done += pack.size();
        }

        SplitPredictions predictions() {
            return new SplitPredictions(classes, labels, probabilities);
        }
    }

    @FunctionalInterface
    private interface Answering {
        float[] answer(LabelledImages images, int from, int count);
    }

    private final class Pass {

        private final Answering network;
        private final int batch;
        private final int classes;
        private final int[] labels;
        private final float[] probabilities;
        private int done;

        Pass(Answering network, DatasetFrozen dataset, Split split, int batch) {
            this.network = network;
            this.batch = batch;
            classes = dataset.labelSet().size();
            int images = dataset.packs(split).stream()
                    .mapToInt(DatasetFrozen.Pack::images)
                    .sum();
            labels = new int[images];
            probabilities = new float[Math.multiplyExact(images, classes)];
            packs.read(dataset, split, this::answer);
        }

        private void answer(LabelledImages pack) {
            for (int from = 0; from < pack.size(); from += batch) {
                int count = Math.min(batch, pack.size() - from);
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

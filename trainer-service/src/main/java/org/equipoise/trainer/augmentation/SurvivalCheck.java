package org.equipoise.trainer.augmentation;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.evaluation.PairedComparison;
import org.equipoise.trainer.evaluation.RightAnswers;
import org.equipoise.trainer.modelcard.LabelSurvival;
import org.equipoise.trainer.modelcard.PairSheet;
import org.jspecify.annotations.Nullable;

/** Compares a judge's answers to originals and to their copies, image by image. */
final class SurvivalCheck {

    /** Copies that are shown. */
    private static final int WORST = 10;

    private SurvivalCheck() {}

    /**
     * What one judge answered.
     *
     * @param judge in words
     */
    @SuppressWarnings("ArrayRecordComponent") // Read only, and only here.
    record Answers(String judge, double[][] originals, double[][] copies) {}

    static LabelSurvival of(AugmentedSample sample, LabelSet labels, Answers answers) {
        int[] own = sample.originals().labels();
        RightAnswers originals = right(labels, own, answers.originals());
        RightAnswers copies = right(labels, own, answers.copies());
        PairedComparison compared = PairedComparison.of(originals, copies);
        double[] falls = new double[labels.size()];
        int[] counts = new int[labels.size()];
        for (int i = 0; i < own.length; i++) {
            counts[own[i]]++;
            falls[own[i]] +=
                    (originals.right().get(i) ? 1 : 0) - (copies.right().get(i) ? 1 : 0);
        }
        int worst = IntStream.range(0, falls.length)
                .filter(k -> counts[k] > 0)
                .boxed()
                .max(Comparator.comparingDouble(k -> falls[k] / counts[k]))
                .orElseThrow();
        boolean falling = falls[worst] > 0;
        return new LabelSurvival(
                answers.judge(),
                compared.images(),
                compared.first(),
                compared.second(),
                compared.confidence(),
                falling ? labels.name(worst) : null,
                falling ? falls[worst] / counts[worst] : 0,
                compared.better() && compared.difference() > much(compared.first(), own),
                picture(sample, originals, answers));
    }

    /** Of a judge that knows little, less would be said too often: what copies cost any learner. */
    private static double much(double originals, int[] own) {
        double guessing = 1.0 / IntStream.of(own).distinct().count();
        return Math.max(LabelSurvival.MUCH, LabelSurvival.MUCH_OF_KNOWN * (originals - guessing));
    }

    private static RightAnswers right(LabelSet labels, int[] own, double[][] probabilities) {
        return RightAnswers.of(labels, own.length, i -> own[i], i -> most(probabilities[i]));
    }

    private static int most(double[] probabilities) {
        int most = 0;
        for (int k = 1; k < probabilities.length; k++) {
            most = probabilities[k] > probabilities[most] ? k : most;
        }
        return most;
    }

    /** Of images whose original was answered right, the copies that lost most of their label's probability. */
    private static @Nullable String picture(AugmentedSample sample, RightAnswers originals, Answers answers) {
        int[] own = sample.originals().labels();
        List<Integer> worst = IntStream.range(0, own.length)
                .filter(i -> originals.right().get(i) && drop(answers, own[i], i) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> drop(answers, own[i], i))
                        .reversed())
                .limit(WORST)
                .toList();
        if (worst.isEmpty()) {
            return null;
        }
        InputFormat format = sample.originals().format();
        return LabelSurvival.encoded(PairSheet.of(worst.stream()
                .map(i -> new PairSheet.Pair(
                        format.picture(sample.originals().pixels(), i),
                        format.picture(sample.copies().pixels(), i)))
                .toList()));
    }

    private static double drop(Answers answers, int label, int image) {
        return answers.originals()[image][label] - answers.copies()[image][label];
    }
}

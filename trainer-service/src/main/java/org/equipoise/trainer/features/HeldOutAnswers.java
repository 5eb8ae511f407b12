package org.equipoise.trainer.features;

import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Linear classifiers of all folds but one, each asked about that one's images. How strongly their weights are pulled
 * towards 0 is what answers the originals best. Every class counts the same.
 */
public final class HeldOutAnswers {

    /** How many there are. */
    public static final int FOLDS = 5;

    /** From strong to weak. */
    private static final List<Double> STRENGTHS = List.of(3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.003);

    private final FeatureRows learned;
    private final int views;
    private final int classes;
    private final int[] foldOf;
    private final Runnable each;

    /**
     * Of some folds.
     *
     * @param learned rows to learn from, those of one image beside each other
     * @param views rows of an image
     * @param foldOf fold of each image
     * @param each carried out after each step of a fit; may throw, to stop
     */
    public HeldOutAnswers(FeatureRows learned, int views, int classes, int[] foldOf, Runnable each) {
        this.learned = learned;
        this.views = views;
        this.classes = classes;
        this.foldOf = foldOf;
        this.each = each;
    }

    /** Folds in which each class is spread evenly: the images of a class in turn. */
    public static int[] folds(int[] labels, int classes) {
        int[] next = new int[classes];
        return IntStream.of(labels).map(label -> next[label]++ % FOLDS).toArray();
    }

    /**
     * Probabilities {@code [images][classes]} of rows that were not learned from.
     *
     * @param asked lists of one row an image, all in the order of the images; the first one decides how strongly the
     *     weights are pulled
     */
    public List<double[][]> of(List<FeatureRows> asked) {
        List<double[][]> best = with(STRENGTHS.get(0), asked);
        double least = EvenLoss.of(asked.get(0).labels(), best.get(0), classes).mean();
        for (double strength : STRENGTHS.subList(1, STRENGTHS.size())) {
            List<double[][]> next = with(strength, asked);
            double loss =
                    EvenLoss.of(asked.get(0).labels(), next.get(0), classes).mean();
            if (loss >= least) {
                break;
            }
            least = loss;
            best = next;
        }
        return best;
    }

    private List<double[][]> with(double strength, List<FeatureRows> asked) {
        List<Double> mass = Collections.nCopies(classes, 1.0);
        List<Double> offsets = Collections.nCopies(classes, 0.0);
        List<double[][]> answers =
                asked.stream().map(rows -> new double[rows.size()][]).toList();
        for (int fold = 0; fold < FOLDS; fold++) {
            int held = fold;
            FeatureRows others = rows(learned, row -> foldOf[row / views] != held);
            if (others.size() == 0) {
                throw new IllegalArgumentException("nothing is left to learn from beside fold " + fold);
            }
            Standardisation standardisation = Standardisation.of(others);
            LinearHead head = new LogisticRegression(standardisation.applied(others), mass, offsets, each)
                    .fit(strength)
                    .head();
            for (int list = 0; list < answers.size(); list++) {
                answer(head, standardisation.applied(asked.get(list)), held, answers.get(list));
            }
        }
        return answers;
    }

    private void answer(LinearHead head, FeatureRows rows, int fold, double[][] to) {
        double[] logits = new double[rows.size() * classes];
        head.addLogits(rows, logits);
        for (int i = 0; i < to.length; i++) {
            if (foldOf[i] == fold) {
                to[i] = java.util.Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
                LinearHead.softmax(to[i]);
            }
        }
    }

    private static FeatureRows rows(FeatureRows all, IntPredicate chosen) {
        int[] rows = IntStream.range(0, all.size()).filter(chosen).toArray();
        int width = all.features();
        float[] values = new float[rows.length * width];
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(all.values(), rows[i] * width, values, i * width, width);
            labels[i] = all.labels()[rows[i]];
        }
        return new FeatureRows(width, values, labels);
    }
}

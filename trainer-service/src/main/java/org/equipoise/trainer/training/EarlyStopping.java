package org.equipoise.trainer.training;

/**
 * Which epoch was the best and when to give up. An epoch is better when its score is higher or, where the loss counts
 * too, equal with a lower validation loss. Immutable.
 *
 * @param bestEpoch counted from 1; 0 before the first epoch that counts
 * @param bestScore of that epoch, in [0, 1]
 * @param bestLoss of that epoch, nats; 0 where only the score counts
 * @param sinceBest epochs after it; with none, epochs that do not count
 */
public record EarlyStopping(int bestEpoch, double bestScore, double bestLoss, int sinceBest) {

    /** Before the first epoch. */
    public static final EarlyStopping START = new EarlyStopping(0, 0, 0, 0);

    /** Before the next epoch, of which none before counts: what they were good at was another thing. */
    public EarlyStopping anew() {
        return new EarlyStopping(0, 0, 0, bestEpoch + sinceBest);
    }

    /** After one more epoch. */
    public EarlyStopping after(double score, double loss) {
        int epoch = bestEpoch + sinceBest + 1;
        boolean better = bestEpoch == 0 || score > bestScore || (score == bestScore && loss < bestLoss);
        return better
                ? new EarlyStopping(epoch, score, loss, 0)
                : new EarlyStopping(bestEpoch, bestScore, bestLoss, sinceBest + 1);
    }

    /**
     * After one more epoch, by the score alone, as Keras's {@code EarlyStopping} does: an accuracy that rests at the
     * majority share is no improvement, however much the loss falls.
     */
    public EarlyStopping after(double score) {
        return after(score, 0);
    }

    /** Whether the last epoch was the best so far. */
    public boolean improved() {
        return bestEpoch > 0 && sinceBest == 0;
    }

    /** Whether the patience is used up. */
    public boolean exhausted(int patience) {
        return bestEpoch > 0 && sinceBest >= patience;
    }
}

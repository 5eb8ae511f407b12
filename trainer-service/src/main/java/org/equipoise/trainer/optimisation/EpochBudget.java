package org.equipoise.trainer.optimisation;

/**
 * How many epochs fit into a time, judged by those that were trained. What was timed before a run may be far off: the
 * first steps allocate, another process may have had the machine.
 *
 * @param seconds that the run may take
 * @param asked epochs at most
 */
public record EpochBudget(double seconds, int asked) {

    /** Share of the time that is planned; the rest is for shards, checkpoints, export, evaluation. */
    public static final double PLANNED_SHARE = 0.85;

    /** Share of the time that a plan may come to before it is cut. */
    private static final double TOLERATED_SHARE = 0.95;

    /** A plan is lengthened by at least this share of what is left of it: less is not worth another schedule. */
    private static final double WORTHWHILE = 0.1;

    /**
     * The epochs that the run should have in all: {@code planned} where that still fits and little more would.
     *
     * @param done epochs trained, at least 1, below {@code planned}
     * @param each seconds that one takes
     * @param spent seconds of the run so far, with what came before the epochs and what was lost of them
     * @param planned epochs in all so far
     */
    public int epochs(int done, double each, double spent, int planned) {
        if (fitting(TOLERATED_SHARE, done, spent, each) < planned) {
            return Math.max(done + 1, Math.min(planned, fitting(PLANNED_SHARE, done, spent, each)));
        }
        int more = Math.min(asked, fitting(PLANNED_SHARE, done, spent, each));
        return more - planned >= Math.max(1, WORTHWHILE * (planned - done)) ? more : planned;
    }

    private int fitting(double share, int done, double spent, double each) {
        double left = share * seconds - spent;
        return left <= 0 ? done : (int) Math.min(Integer.MAX_VALUE / 2, done + Math.floor(left / each));
    }
}

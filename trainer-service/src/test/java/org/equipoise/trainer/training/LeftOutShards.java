package org.equipoise.trainer.training;

import java.util.function.BiPredicate;

/** Shards that members leave images of out, as a test says. */
public final class LeftOutShards {

    private LeftOutShards() {}

    /**
     * A shard with what is left out of it.
     *
     * @param left whether an image is left out by a member
     */
    public static Shard of(Shard shard, int members, BiPredicate<Integer, Integer> left) {
        float[] learners = new float[shard.size() * members];
        for (int i = 0; i < learners.length; i++) {
            learners[i] = left.test(i / members, i % members) ? 0 : 1;
        }
        return shard.learntBy(learners);
    }
}

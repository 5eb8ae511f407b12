package org.equipoise.trainer.canary;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.hashing.Sha256;
import org.equipoise.trainer.canary.CanaryTrial.Replay;
import org.equipoise.trainer.gate.ServingEvidence;

/** From a replay of canaries to what the gate is told. */
public final class ServingComparison {

    private ServingComparison() {}

    /**
     * Compares.
     *
     * @param accelerated whether a GPU computed the canaries' answers in training
     */
    public static ServingEvidence of(Canaries canaries, boolean accelerated, Replay replay) {
        return replay.fold(
                answered -> compare(canaries, accelerated, answered),
                unusable -> new ServingEvidence.Unusable(unusable.reason()));
    }

    private static ServingEvidence compare(Canaries canaries, boolean accelerated, Replay.Answered answered) {
        double largest = 0;
        for (int i = 0; i < canaries.size(); i++) {
            List<Double> row = answered.probabilities().get(i);
            for (int k = 0; k < canaries.classes(); k++) {
                largest = Math.max(largest, Math.abs(row.get(k) - canaries.probability(i, k)));
            }
        }
        MessageDigest training = Sha256.digest();
        MessageDigest serving = Sha256.digest();
        int length = canaries.format().imageBytes();
        int inputs = 0;
        int equal = 0;
        for (int i = 0; i < canaries.size(); i++) {
            Optional<byte[]> served = answered.inputs().get(i);
            if (served.isPresent()) {
                inputs++;
                canaries.digest(i, training);
                serving.update(served.get());
                boolean same = Arrays.equals(
                        canaries.pixels(), i * length, (i + 1) * length, served.get(), 0, served.get().length);
                equal += same ? 1 : 0;
            }
        }
        return new ServingEvidence.Replayed(
                canaries.size(), largest, accelerated, inputs, equal, Sha256.hex(training), Sha256.hex(serving));
    }
}

package org.equipoise.trainer.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.ModelDecided.Champion;

/** A serving path that answers every canary as training did, from the bytes that training was fed. */
public final class EchoTrial implements CanaryTrial {

    @Override
    public Replay replay(Champion candidate, String dataset, Canaries canaries) {
        List<List<Double>> probabilities = new ArrayList<>();
        List<Optional<byte[]>> inputs = new ArrayList<>();
        int length = canaries.format().imageBytes();
        for (int i = 0; i < canaries.size(); i++) {
            List<Double> row = new ArrayList<>();
            for (int k = 0; k < canaries.classes(); k++) {
                row.add((double) canaries.probability(i, k));
            }
            probabilities.add(row);
            inputs.add(Optional.of(java.util.Arrays.copyOfRange(canaries.pixels(), i * length, (i + 1) * length)));
        }
        return new Replay.Answered(probabilities, inputs);
    }
}

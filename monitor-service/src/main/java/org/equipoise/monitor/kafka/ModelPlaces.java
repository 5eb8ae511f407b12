package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * In which partition a model is watched: where Kafka's own producers would put its name. The same function spreads the
 * records and recognises those that need not be spread.
 *
 * @param partitions of the topics by model, at least 1
 */
record ModelPlaces(int partitions) implements StreamPartitioner<String, byte[]> {

    int of(String model) {
        return Utils.toPositive(Utils.murmur2(model.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, String model, byte[] value, int count) {
        return Optional.of(Set.of(of(model)));
    }
}

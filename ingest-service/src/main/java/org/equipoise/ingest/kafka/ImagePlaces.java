package org.equipoise.ingest.kafka;

import java.util.Optional;
import java.util.Set;

import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * In which partition an image is checked: where Kafka's own producers put its key. Other producers put it elsewhere
 * (librdkafka by CRC32, or at random), so the same function recognises what is not at home, and sends it there.
 */
final class ImagePlaces implements StreamPartitioner<byte[], byte[]> {

    static int of(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
        return Optional.of(Set.of(of(key, partitions)));
    }
}

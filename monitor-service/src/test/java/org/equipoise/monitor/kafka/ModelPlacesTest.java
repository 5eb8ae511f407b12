package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ModelPlacesTest {

    @Test
    void aModelIsWatchedWhereKafkasOwnProducersPutItsName() {
        var used = new HashSet<Integer>();
        for (int partitions = 1; partitions <= 12; partitions++) {
            var places = new ModelPlaces(partitions);
            for (int m = 0; m < 200; m++) {
                String model = "modèle-" + m;
                int kafkas = BuiltInPartitioner.partitionForKey(model.getBytes(StandardCharsets.UTF_8), partitions);
                assertThat(places.of(model)).isEqualTo(kafkas);
                assertThat(places.partitions("topic", model, new byte[0], partitions))
                        .isEqualTo(Optional.of(Set.of(kafkas)));
                used.add(kafkas);
            }
        }
        assertThat(used).hasSize(12);
    }
}

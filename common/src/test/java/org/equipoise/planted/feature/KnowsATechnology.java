package org.equipoise.planted.feature;

import org.apache.kafka.common.TopicPartition;

/** A decision that cannot be tested without Kafka's classes. */
public record KnowsATechnology(TopicPartition partition) {}

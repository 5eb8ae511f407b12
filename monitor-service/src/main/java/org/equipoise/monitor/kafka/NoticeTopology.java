package org.equipoise.monitor.kafka;

import java.time.Clock;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.notice.NoticeBacklog;
import org.equipoise.monitor.notice.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * {@code alerts.changed} and the table of {@code alerts.silenced} to a receiver outside. It is there whether or not
 * there is a receiver, so that the parts of the topology keep their numbers, and their state its place.
 */
public final class NoticeTopology {

    private final @Nullable Receiver receiver;
    private final NoticeBacklog backlog;

    /** @param receiver null where nobody is to be told */
    public NoticeTopology(@Nullable Receiver receiver, NoticeBacklog backlog) {
        this.receiver = receiver;
        this.backlog = backlog;
    }

    void addTo(StreamsBuilder builder, boolean onDisk, LastResort lastResort) {
        builder.addStateStore(WatchStores.keyValue(WatchStores.NOTICES, onDisk));
        builder.globalTable(
                Topics.ALERTS_SILENCED,
                Consumed.with(Serdes.String(), Serdes.ByteArray()),
                Materialized.as(Stores.inMemoryKeyValueStore(WatchStores.SILENCES)));
        Letters.send(builder.stream(
                        Topics.ALERTS_CHANGED,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor(new BelievableTimestamps(Clock.systemUTC())))
                .process(() -> new Notifier(receiver, backlog, lastResort), WatchStores.NOTICES));
    }
}

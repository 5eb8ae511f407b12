package org.equipoise.ingest.kafka;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the label set of each dataset, as its JSON. A malformed declaration leaves the last good one in force;
 * {@link DeclarationGuard} sets it aside.
 */
final class DeclarationProcessor implements Processor<String, byte[], Void, Void> {

    private @Nullable KeyValueStore<String, byte[]> declarations;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        declarations = context.getStateStore(CheckingTopology.DECLARATIONS);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (declarations == null) {
            throw new IllegalStateException("not initialised");
        }
        try {
            DatasetDeclared event = EventCodec.read(record.value(), DatasetDeclared.class);
            declarations.put(event.dataset(), EventCodec.write(event.labelSet()));
        } catch (MalformedEventException e) {
            // Nothing to learn from it.
        }
    }
}

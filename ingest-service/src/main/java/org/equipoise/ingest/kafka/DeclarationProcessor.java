package org.equipoise.ingest.kafka;

import java.time.InstantSource;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the declaration of each dataset that was made last, as its JSON; made last and not read last, because the
 * declarations of one dataset may lie in several partitions, which are read in any order. A malformed declaration
 * leaves the last good one in force; {@link DeclarationGuard} sets it aside. Fails never: it runs in Kafka Streams'
 * global thread, which is not replaced.
 */
final class DeclarationProcessor implements Processor<byte[], byte[], Void, Void> {

    private static final Logger LOG = Logger.getLogger(DeclarationProcessor.class);

    private final InstantSource clock;
    private @Nullable KeyValueStore<String, byte[]> declarations;

    DeclarationProcessor(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        declarations = context.getStateStore(CheckingTopology.DECLARATIONS);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (declarations == null) {
            throw new IllegalStateException("not initialised");
        }
        try {
            DatasetDeclared event = EventCodec.read(record.value(), DatasetDeclared.class, clock.instant());
            byte[] known = declarations.get(event.dataset());
            if (known == null || event.replaces(EventCodec.read(known, DatasetDeclared.class))) {
                declarations.put(event.dataset(), EventCodec.write(event));
            } else {
                LOG.warnf(
                        "declaration left out, a later one is in force: dataset=%s declaredAt=%s",
                        event.dataset(), event.declaredAt());
            }
        } catch (MalformedEventException e) {
            // The guard says so.
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("declaration left out", e);
        }
    }
}

package org.equipoise.ingest.kafka;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.ingest.labelling.ImageRecord;
import org.jspecify.annotations.Nullable;

/**
 * A row of the state store.
 *
 * @param checked the standing that was published last, if any was
 */
record StoredImage(ImageRecord image, @Nullable LabelChecked checked) {

    byte[] write() {
        return EventCodec.write(this);
    }

    static StoredImage read(byte[] row) {
        try {
            return EventCodec.read(row, StoredImage.class);
        } catch (MalformedEventException e) {
            throw new IllegalStateException("the state store holds a row that this version did not write", e);
        }
    }
}

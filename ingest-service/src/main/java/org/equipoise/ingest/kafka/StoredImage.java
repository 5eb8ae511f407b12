package org.equipoise.ingest.kafka;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.ingest.labelling.ImageRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A row of the state store. Its JSON says its format; a row without a number is of format 1, which had none. A field
 * may be added to a format if it may be absent. Anything else is a new format, with a case in {@link #read} that brings
 * the older ones up to it. A row of a format that this version does not know is left as it is.
 */
final class StoredImage {

    private static final Logger LOG = Logger.getLogger(StoredImage.class);

    /** What this version writes. */
    static final int FORMAT = 1;

    /**
     * Studies and labels of one image, as JSON; half of what a row may have, because the standing says the labels
     * again.
     */
    static final int MOST_IMAGE_BYTES = 400_000;

    /** Of a row, of which the store's log is made, and of a standing. A broker takes 1 MiB. */
    static final int MOST_BYTES = 900_000;

    private final ImageRecord image;
    private final @Nullable LabelChecked checked;
    private final @Nullable Instant erasedAt;
    private final boolean drawnSaid;

    /** @param checked the standing that was published last, if any was */
    StoredImage(ImageRecord image, @Nullable LabelChecked checked) {
        this(image, checked, null);
    }

    /** @param erasedAt when the image was erased last, if it ever was: what is older counts no more */
    StoredImage(ImageRecord image, @Nullable LabelChecked checked, @Nullable Instant erasedAt) {
        this(image, checked, erasedAt, false);
    }

    /** @param drawnSaid whether the standing that was published last said that the image's split was drawn */
    StoredImage(ImageRecord image, @Nullable LabelChecked checked, @Nullable Instant erasedAt, boolean drawnSaid) {
        this.image = image;
        this.checked = checked;
        this.erasedAt = erasedAt;
        this.drawnSaid = drawnSaid;
    }

    /** The JSON; the fields of all formats. */
    private record Row(
            @Nullable Integer format,
            @Nullable ImageRecord image,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LabelChecked checked,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant erasedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean drawnSaid) {}

    /** Only the format, whatever else a row of another version has. */
    private record Format(@Nullable Integer format) {}

    ImageRecord image() {
        return image;
    }

    @Nullable LabelChecked checked() {
        return checked;
    }

    @Nullable Instant erasedAt() {
        return erasedAt;
    }

    boolean drawnSaid() {
        return drawnSaid;
    }

    /** Whether something of this time is of before the image was erased. */
    boolean erasedSince(Instant time) {
        return erasedAt != null && !time.isAfter(erasedAt);
    }

    byte[] write() {
        return EventCodec.write(new Row(FORMAT, image, checked, erasedAt, drawnSaid ? true : null));
    }

    /** @throws MalformedEventException if the broker would not take what is written of this image */
    byte[] writeWithinBounds() throws MalformedEventException {
        byte[] row = write();
        if (row.length > MOST_IMAGE_BYTES) {
            requireAtMost(EventCodec.write(image).length, MOST_IMAGE_BYTES);
            requireAtMost(row.length, MOST_BYTES);
        }
        return row;
    }

    private static void requireAtMost(int bytes, int most) throws MalformedEventException {
        if (bytes > most) {
            throw new MalformedEventException(
                    "the studies and labels of this image would take " + bytes + " bytes, at most " + most
                            + " are kept",
                    null);
        }
    }

    /** @throws MalformedEventException if this version does not know the row's format, or it is damaged */
    static StoredImage read(byte[] row) throws MalformedEventException {
        try {
            Row read = EventCodec.read(row, Row.class);
            if ((read.format() == null || read.format() == FORMAT) && read.image() != null) {
                return new StoredImage(
                        read.image(), read.checked(), read.erasedAt(), Boolean.TRUE.equals(read.drawnSaid()));
            }
        } catch (MalformedEventException e) {
            LOG.debugf("a row is not of format %d: %s", FORMAT, e.getMessage());
        }
        Integer format = EventCodec.read(row, Format.class).format();
        throw new MalformedEventException(
                format == null || format == FORMAT
                        ? "what is stored of this image is damaged"
                        : "what is stored of this image has format " + format + ", this version knows 1 to " + FORMAT
                                + " (see docs/upgrading.md)",
                null);
    }
}

package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.ingest.labelling.ImageTraits;
import org.jspecify.annotations.Nullable;

/**
 * The image's traits as CloudEvents extension attributes of {@code labels.checked}: freezing needs them, and the log is
 * the only thing that is kept for ever.
 */
final class TraitHeaders {

    private static final String WIDTH = "ce_width";
    private static final String HEIGHT = "ce_height";
    private static final String CHANNELS = "ce_channels";
    /** Only of 16 bits: a record without it is of 8, or older than images of 16. */
    private static final String BITS = "ce_bits";

    private static final String MODALITY = "ce_modality";
    private static final String SPLITS = "ce_splits";
    private static final String STATION = "ce_station";
    private static final String MEASURES = "ce_measures";

    private static final String LATERALITY = "ce_laterality";
    private static final String BODY_PART = "ce_bodypart";

    /** Only where no source gave a split. */
    private static final String DRAWN = "ce_drawn";

    private TraitHeaders() {}

    static List<Header> write(ImageTraits traits) {
        List<Header> headers = new ArrayList<>(List.of(
                header(WIDTH, Integer.toString(traits.width())),
                header(HEIGHT, Integer.toString(traits.height())),
                header(CHANNELS, Integer.toString(traits.channels())),
                header(MODALITY, traits.modality()),
                header(SPLITS, traits.splits().stream().map(Split::wireName).collect(Collectors.joining(",")))));
        if (traits.bits() != Byte.SIZE) {
            headers.add(header(BITS, Integer.toString(traits.bits())));
        }
        if (traits.station() != null) {
            headers.add(header(STATION, traits.station()));
        }
        if (traits.measures() != null) {
            headers.add(new RecordHeader(MEASURES, EventCodec.write(traits.measures())));
        }
        if (traits.laterality() != null) {
            headers.add(header(LATERALITY, traits.laterality()));
        }
        if (traits.bodyPart() != null) {
            headers.add(header(BODY_PART, traits.bodyPart()));
        }
        if (traits.drawn()) {
            headers.add(header(DRAWN, "true"));
        }
        return List.copyOf(headers);
    }

    /** Empty when a header is missing or makes no sense; station, measures, side and body part may be missing. */
    static Optional<ImageTraits> read(Headers headers) {
        String modality = text(headers, MODALITY);
        String splits = text(headers, SPLITS);
        if (modality == null || splits == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ImageTraits(
                    Integer.parseInt(String.valueOf(text(headers, WIDTH))),
                    Integer.parseInt(String.valueOf(text(headers, HEIGHT))),
                    Integer.parseInt(String.valueOf(text(headers, CHANNELS))),
                    headers.lastHeader(BITS) == null
                            ? Byte.SIZE
                            : Integer.parseInt(String.valueOf(text(headers, BITS))),
                    modality,
                    Arrays.stream(splits.split(",")).map(Split::parse).toList(),
                    text(headers, STATION),
                    measures(headers),
                    text(headers, LATERALITY),
                    text(headers, BODY_PART),
                    "true".equals(text(headers, DRAWN))));
        } catch (IllegalArgumentException | MalformedEventException e) {
            return Optional.empty();
        }
    }

    private static @Nullable ImageMeasures measures(Headers headers) throws MalformedEventException {
        Header header = headers.lastHeader(MEASURES);
        return header == null ? null : EventCodec.read(header.value(), ImageMeasures.class);
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}

package org.equipoise.ingest.freezing;

import java.util.Optional;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.ingest.labelling.ImageTraits;

/** An image of the log: its standing, and its traits where the record carried them. */
public record StandingImage(LabelChecked checked, Optional<ImageTraits> traits) {

    /** Bits of its samples; 8 where the record does not say, because it is older than images of 16 bits. */
    int bits() {
        return traits.map(ImageTraits::bits).orElse(Byte.SIZE);
    }

    boolean accepted() {
        return checked.standing() == LabelChecked.Standing.ACCEPTED;
    }
}

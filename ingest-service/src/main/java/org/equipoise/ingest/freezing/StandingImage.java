package org.equipoise.ingest.freezing;

import java.util.Objects;
import java.util.Optional;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.outliers.DatasetImage;

/** An image of the log: its standing, and its traits where the record carried them. */
public record StandingImage(LabelChecked checked, Optional<ImageTraits> traits) {

    /** Bits of its samples; 8 where the record does not say, because it is older than images of 16 bits. */
    int bits() {
        return traits.map(ImageTraits::bits).orElse(Byte.SIZE);
    }

    boolean accepted() {
        return checked.standing() == LabelChecked.Standing.ACCEPTED;
    }

    /** The same image in another split. */
    StandingImage in(Split split) {
        return new StandingImage(
                new LabelChecked(
                        checked.dataset(),
                        checked.imageId(),
                        checked.standing(),
                        checked.reasons(),
                        checked.label(),
                        checked.classIndex(),
                        split,
                        checked.patientGroup(),
                        checked.votes(),
                        checked.occurrences(),
                        checked.checkedAt(),
                        checked.settlement(),
                        checked.readings()),
                traits);
    }

    /** As what the image is compared with others; one that is not accepted has no label. */
    DatasetImage member() {
        return new DatasetImage(
                checked.imageId(),
                Objects.requireNonNullElse(checked.label(), ""),
                Objects.requireNonNull(checked.split()),
                checked.patientGroup(),
                traits);
    }
}

package org.equipoise.ingest.receiving;

import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.events.StudyPublished.StudyImage;

/** What became of one object of a study. */
sealed interface ImageOutcome {

    /** The canonical image is in the object store. */
    record Stored(
            StudyImage source, String imageId, int width, int height, int channels, int bits, ImageMeasures measures)
            implements ImageOutcome {}

    /** The object was refused. */
    record Refused(StudyImage source, RejectionReason reason, String detail) implements ImageOutcome {}
}

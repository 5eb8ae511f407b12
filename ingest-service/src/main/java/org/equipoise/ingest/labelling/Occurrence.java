package org.equipoise.ingest.labelling;

import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * A study in which these pixels arrived.
 *
 * @param split the source's own split, if it gave one
 */
public record Occurrence(
        String studyId,
        @Nullable String patientGroup,
        @Nullable Split split) {}

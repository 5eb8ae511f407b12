package org.equipoise.ingest.datasets;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * How a dataset stands now.
 *
 * @param labelSet absent when nobody has declared it
 * @param images labelled images, accepted or not
 * @param classCounts accepted images of each class, per split; empty without a label set
 * @param quarantinedByReason an image with two reasons is counted under both
 * @param duplicates arrivals of pixels that had arrived in another study before
 * @param imbalanceRatio largest over smallest class of the training images; absent when a class has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetSummary(
        String dataset,
        @Nullable LabelSet labelSet,
        long images,
        long accepted,
        long quarantined,
        Map<Split, ClassDistribution> classCounts,
        Map<QuarantineReason, Long> quarantinedByReason,
        long duplicates,
        @Nullable Double imbalanceRatio) {}

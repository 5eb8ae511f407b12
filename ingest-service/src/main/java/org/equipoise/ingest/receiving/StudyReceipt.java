package org.equipoise.ingest.receiving;

import java.util.List;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelSubmitted;

/** The events that one study gives. Every object of the study is either in an ingested or in a rejected image. */
public record StudyReceipt(List<ImageIngested> ingested, List<ImageRejected> rejected, List<LabelSubmitted> labels) {

    public StudyReceipt {
        ingested = List.copyOf(ingested);
        rejected = List.copyOf(rejected);
        labels = List.copyOf(labels);
    }
}

package org.equipoise.local.client;

import java.util.List;

import org.equipoise.common.events.LabelSuspected;

/** How an audit of labels ended. */
public sealed interface LabelAuditOutcome {

    /**
     * The labels were examined.
     *
     * @param summary the trainer's sentence: estimated rate, effort, rates by pair of classes
     * @param suspects by rank, each image once
     */
    record Examined(String summary, List<LabelSuspected> suspects) implements LabelAuditOutcome {}

    /** The audit gave up. */
    record Failed(String reason) implements LabelAuditOutcome {}
}

package org.equipoise.trainer.labels;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of label audits. */
@ConfigMapping(prefix = "equipoise.trainer.labels")
public interface LabelAuditConfig {

    /**
     * Bytes of memory that an audit may take, as {@link LabelExamination#bytes} estimates them; at least 1. A training
     * split that needs more is refused. The default is half of the heap that a service has in a container.
     */
    @WithDefault("268435456")
    int mostBytes();

    /**
     * Longest time that a pretrained network may look at the images of an audit that has no time limit, or a longer
     * one; above 0. What it saw is kept, so the next audit goes on from there.
     */
    @WithDefault("PT30M")
    Duration longestLook();
}

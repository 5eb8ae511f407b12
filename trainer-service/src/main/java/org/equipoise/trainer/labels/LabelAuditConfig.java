package org.equipoise.trainer.labels;

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
}

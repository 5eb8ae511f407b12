package org.equipoise.ingest.labelling;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** When persons' labels settle an image. */
@ConfigMapping(prefix = "equipoise.ingest.labelling")
public interface LabellingSettings {

    /**
     * Readers who must have answered a doubt, all persons agreeing, before it is settled without an adjudicator; 1 to
     * 16. A change applies to an image from its next label on.
     */
    @WithDefault("1")
    int readersOfASuspect();
}

package org.equipoise.augment.packs;

import java.io.IOException;
import java.nio.file.Path;

/** How many bytes can be written yet where a folder lies. */
@FunctionalInterface
interface UsableSpace {

    /**
     * What the disk has room for.
     *
     * @throws IOException if nobody can tell
     */
    long bytes(Path folder) throws IOException;
}

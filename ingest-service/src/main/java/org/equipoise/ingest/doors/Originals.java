package org.equipoise.ingest.doors;

import java.nio.file.Path;

/** Keeps objects as they were received, where somebody asked for it. They say who the patient is. */
public interface Originals {

    /** Keeps none, which is so unless it is configured. */
    Originals NONE = new Originals() {
        @Override
        public void keep(Path file, String name) {
            // Nobody asked for it.
        }

        @Override
        public int forget(String name) {
            return 0;
        }
    };

    /**
     * Keeps an object; when this returns, it is durable.
     *
     * @param name of pseudonyms, {@code <study>/<instance>}: the same object replaces itself, another one that has the
     *     same name does not replace it
     * @throws org.equipoise.common.storage.StorageException if it cannot be kept: it may be sent again
     */
    void keep(Path file, String name);

    /**
     * Deletes what is kept under a name. Again, it does no harm.
     *
     * @param name as in {@link #keep}
     * @return how many objects were deleted
     * @throws org.equipoise.common.storage.StorageException if not everything could be deleted: it may be tried again
     */
    int forget(String name);
}

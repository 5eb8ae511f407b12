package org.equipoise.monitor.console;

import org.equipoise.common.events.LabelChecked;
import org.jspecify.annotations.Nullable;

/**
 * What is kept from whoever asks: of an image that readers are asked to read without seeing what others say, everything
 * that others said, until he has read it himself. Who may settle it may see it.
 *
 * @param reader who asks
 * @param seesAll whether nothing is kept from him
 */
public record Blinding(String reader, boolean seesAll) {

    /** Nothing is kept from whoever asks. */
    public static final Blinding NONE = new Blinding("", true);

    /** Whether what was said about an image is kept from whoever asks. */
    boolean hides(@Nullable LabelChecked newest) {
        return !seesAll
                && newest != null
                && newest.awaitsReaders()
                && newest.readings() != null
                && !newest.readings().by().contains(reader);
    }
}

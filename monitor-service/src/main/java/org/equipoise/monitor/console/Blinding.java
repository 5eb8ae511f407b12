package org.equipoise.monitor.console;

import org.equipoise.common.events.LabelChecked;
import org.jspecify.annotations.Nullable;

/**
 * What is kept from whoever asks: of an image that readers are asked to read without seeing what others say, everything
 * that others said, until as many have read it as were asked: a reader who looked after his own answer could take it
 * back and give another. Who may settle it may see it.
 *
 * @param seesAll whether nothing is kept from him
 */
public record Blinding(boolean seesAll) {

    /** Nothing is kept from whoever asks. */
    public static final Blinding NONE = new Blinding(true);

    /** Whether what was said about an image is kept from whoever asks. */
    boolean hides(@Nullable LabelChecked newest) {
        return !seesAll && newest != null && newest.awaitsReaders();
    }
}

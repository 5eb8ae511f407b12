package org.equipoise.monitor.preview;

import org.equipoise.common.events.DatasetFrozen;

/** Whoever draws training images beside augmented copies of them. */
public interface Augmenter {

    /**
     * Draws.
     *
     * @param augmentation settings of a recipe, {@code KEY=VALUE} separated by commas; empty: none
     */
    Answer draw(DatasetFrozen version, String augmentation, Sheet sheet);

    /**
     * How large a sheet is.
     *
     * @param images rows
     * @param copies augmented copies in a row
     * @param seed what both follow from
     */
    record Sheet(int images, int copies, int seed) {}

    /** A sheet, or why there is none. */
    sealed interface Answer permits Drawn, Refused {}

    /** A sheet. */
    final class Drawn implements Answer {

        private final byte[] png;

        /** Owns the array: nobody changes it afterwards. */
        public Drawn(byte[] png) {
            this.png = png;
        }

        /** Not a copy; see the constructor. */
        public byte[] png() {
            return png;
        }
    }

    /**
     * There is none.
     *
     * @param status as HTTP has it: 400 for what was asked, 404 for a version that is not there, 503 for a later try
     * @param problem a clause for a person
     */
    record Refused(int status, String problem) implements Answer {}
}

package org.equipoise.local.cli;

import org.equipoise.local.options.Ranges;
import org.equipoise.local.options.UsageException;
import org.jspecify.annotations.Nullable;

/** {@code --side}: how large the images of a version are packed. */
final class SideOption {

    /** Ingest decides, as where nothing is given. */
    private static final String AUTO = "auto";

    private SideOption() {}

    /**
     * The pixels that were given; absent where ingest decides.
     *
     * @throws UsageException if they are none that images are packed with
     */
    static @Nullable Integer checked(@Nullable String given) {
        if (given == null || given.equals(AUTO)) {
            return null;
        }
        int side;
        try {
            side = Integer.parseInt(given);
        } catch (NumberFormatException e) {
            throw new UsageException("--side must be " + AUTO + " or a whole number from 8 to 512, got "
                    + (given.length() > 20 ? given.substring(0, 20) + "..." : given));
        }
        Ranges.require("--side", side, 8, 512);
        return side;
    }
}

package org.equipoise.local.cli;

import org.equipoise.common.imaging.Fit;
import org.equipoise.local.options.UsageException;
import org.jspecify.annotations.Nullable;

/** {@code --fit}: how images of another aspect come into the shape that a network is fed. */
final class FitOption {

    private FitOption() {}

    /**
     * What was given, if it is a fit.
     *
     * @throws UsageException if it is none, with those that there are
     */
    static @Nullable String checked(@Nullable String given) {
        if (given == null) {
            return null;
        }
        try {
            return Fit.of(given).word();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }
}

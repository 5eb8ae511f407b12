package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

import org.equipoise.common.labels.Split;
import org.equipoise.trainer.backbone.Backbone;

/** When a pretrained network that looks at images should say again that it goes on, and how. */
final class SignsOfLife {

    private final InstantSource clock;
    private final Duration every;
    private Instant said;

    /** Begins now. */
    SignsOfLife(InstantSource clock, Duration every) {
        this.clock = clock;
        this.every = every;
        said = clock.instant();
    }

    /** Whether the last one is so long ago; it then counts as given. */
    boolean due() {
        Instant now = clock.instant();
        if (Duration.between(said, now).compareTo(every) < 0) {
            return false;
        }
        said = now;
        return true;
    }

    static String words(Backbone backbone, Split split, int images, int of) {
        return String.format(
                Locale.ROOT,
                "%s looked at %d of %d images of the %s split",
                backbone.name(),
                images,
                of,
                split.wireName());
    }
}

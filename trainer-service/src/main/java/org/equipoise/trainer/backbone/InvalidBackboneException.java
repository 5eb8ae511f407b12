package org.equipoise.trainer.backbone;

import org.jspecify.annotations.Nullable;

/** What was handed in is no pretrained network that can be used; the message tells a person why. */
public final class InvalidBackboneException extends RuntimeException {

    public InvalidBackboneException(String message) {
        this(message, null);
    }

    public InvalidBackboneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package org.equipoise.trainer.classifier;

import org.jspecify.annotations.Nullable;

/**
 * A stored version cannot be loaded, or answers with what are no probabilities. Trying again changes nothing as long as
 * the stored object stays as it is.
 */
public final class UnusableModelException extends RuntimeException {

    public UnusableModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

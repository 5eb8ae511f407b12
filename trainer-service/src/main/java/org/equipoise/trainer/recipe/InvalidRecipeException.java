package org.equipoise.trainer.recipe;

/** A recipe asks for something that does not exist or cannot be. Fails the run, not the service. */
public final class InvalidRecipeException extends RuntimeException {

    public InvalidRecipeException(String key, String value, String limit) {
        super("setting " + key + " is \"" + value + "\", it must be " + limit);
    }

    public InvalidRecipeException(String message) {
        super(message);
    }
}

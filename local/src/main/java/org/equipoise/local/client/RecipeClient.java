package org.equipoise.local.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks the trainer whether a recipe could be asked for, before anything is frozen. */
public final class RecipeClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BAD_REQUEST = 400;

    private final ServiceHttp trainer;

    public RecipeClient(StackConnection connection) {
        trainer = new ServiceHttp(connection, "trainer-service", PATIENCE);
    }

    private record Wish(String recipe, Map<String, String> settings) {}

    /**
     * What the trainer would refuse: an unknown name, or a value out of its range. Nothing as well where the trainer
     * does not know the question, which one of an earlier version does not.
     *
     * @throws UnreachableException if no trainer answers
     */
    public Optional<String> problem(String recipe, Map<String, String> settings) {
        ServiceHttp.Answer answer = trainer.tryPost("/recipes/check", new Wish(recipe, settings));
        return answer.status() == BAD_REQUEST ? answer.problem() : Optional.empty();
    }
}

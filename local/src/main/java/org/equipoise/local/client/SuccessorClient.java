package org.equipoise.local.client;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Asks the monitor what may serve in the place of a version, and how each was when it served last. */
public final class SuccessorClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServiceHttp monitor;

    public SuccessorClient(StackConnection connection) {
        monitor = new ServiceHttp(connection, "monitor-service", PATIENCE);
    }

    /**
     * One version that served before.
     *
     * @param lastCondition how it was when it served last, e.g. {@code collapsed}; absent where it was not watched
     * @param lastAlert what was said of it last; absent where nothing was
     * @param sick whether it left with something firing: only who names it again puts it back
     */
    public record Candidate(
            String version,
            @Nullable String lastCondition,
            @Nullable String lastAlert,
            boolean sick) {

        /** How it was, for whoever decides. */
        public List<String> inWords() {
            String condition = lastCondition == null ? "nothing is known of it" : "it was " + condition(lastCondition);
            return List.of(
                    "Version " + version + " will serve. When it served last, " + condition + ".",
                    "Its last alert: " + (lastAlert == null ? "none" : lastAlert));
        }

        /**
         * Why it is not put back without a second word, if it is not.
         *
         * @param confirm the second word: the version's name
         */
        public Optional<String> unconfirmed(@Nullable String confirm) {
            return sick && !version.equals(confirm)
                    ? Optional.of("version " + version + " was "
                            + (lastCondition == null ? "sick" : condition(lastCondition))
                            + " when it served last, and nothing has shown since that it is not any more:"
                            + " --confirm " + version + " puts it back all the same")
                    : Optional.empty();
        }

        private static String condition(String code) {
            return code.toLowerCase(Locale.ROOT).replace('-', ' ').replace('_', ' ');
        }
    }

    /**
     * What may serve.
     *
     * @param next what a rollback chooses that names no version; absent where none was promoted before
     */
    public record Choice(@Nullable Candidate next, List<Candidate> candidates) {

        /** A version that served before, or for null the next one. */
        public Optional<Candidate> find(@Nullable String version) {
            return version == null
                    ? Optional.ofNullable(next)
                    : candidates.stream()
                            .filter(candidate -> candidate.version().equals(version))
                            .findFirst();
        }
    }

    /**
     * What may serve for a model.
     *
     * @throws UnreachableException if the monitor does not answer: nobody else knows how a version was
     */
    public Choice of(String model) {
        return monitor.get("/models/" + model + "/successors", Choice.class);
    }
}

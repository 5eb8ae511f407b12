package org.equipoise.ingest.orthanc;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which Orthanc server is asked for studies, and how often. */
@ConfigMapping(prefix = "equipoise.ingest.orthanc")
public interface OrthancSettings {

    /** Its address with scheme, e.g. {@code http://127.0.0.1:8042}; absent: none is asked. */
    Optional<String> url();

    /** Who we are there (HTTP Basic); absent: nobody. */
    Optional<String> user();

    /** That user's. */
    Optional<String> password();

    /** How long to wait before asking again when there was nothing new; 100 ms to an hour. */
    @WithDefault("PT5S")
    Duration interval();

    /** Changes that are asked for at a time; 1 to 10,000. */
    @WithDefault("500")
    int page();

    /** Where the log is read from the first time: changes with larger numbers; from 0, everything. */
    @WithDefault("0")
    long from();

    /** How long an answer other than an object may take in all; from 1 s. */
    @WithDefault("PT30S")
    Duration answerTime();

    /** How long an object, or the list of a study's, may take to arrive in all; from 1 s. */
    @WithDefault("PT5M")
    Duration objectTime();

    /**
     * How long an instance may lie in Orthanc without its study being said to be stable, before it is asked for; more
     * than Orthanc's {@code StableAge}, which is a minute unless somebody said otherwise; from 1 s.
     */
    @WithDefault("PT2M")
    Duration stableTime();

    /**
     * How long what Orthanc has and cannot give for now (a status of 5xx, an answer that breaks off or is late) is
     * asked for again and again before it is left out; a minute to a week.
     */
    @WithDefault("PT6H")
    Duration giveUpAfter();

    /**
     * Refuses settings that make no sense.
     *
     * @throws IllegalStateException if one is out of its range, with its name
     */
    default void check() {
        require(interval().toMillis() >= 100 && interval().toHours() <= 1, "interval", "from PT0.1S to PT1H");
        require(page() >= 1 && page() <= 10_000, "page", "from 1 to 10000");
        require(from() >= 0, "from", "0 or more");
        require(answerTime().toMillis() >= 1000, "answer-time", "PT1S or more");
        require(objectTime().toMillis() >= 1000, "object-time", "PT1S or more");
        require(stableTime().toMillis() >= 1000, "stable-time", "PT1S or more");
        require(
                giveUpAfter().toMinutes() >= 1 && giveUpAfter().compareTo(Duration.ofDays(7)) <= 0,
                "give-up-after",
                "from PT1M to P7D");
        require(user().isPresent() == password().isPresent(), "user", "given with equipoise.ingest.orthanc.password");
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalStateException("equipoise.ingest.orthanc." + name + " must be " + rule);
        }
    }
}

package org.equipoise.local.cli;

import java.time.Clock;
import java.util.Map;

import org.equipoise.local.testing.FakeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The command as it is typed, against an ingest that answers what the test says. */
class ReadingsCommandTest {

    private static final String READINGS = "/datasets/chest/readings";

    private final FakeService ingest = new FakeService();
    private final Screen screen = new Screen();

    @AfterEach
    void stop() {
        ingest.close();
    }

    @Test
    void aSampleIsAskedFor() {
        ingest.says(READINGS, 200, "{\"dataset\": \"chest\", \"images\": 50, \"readers\": 3}");

        assertThat(run("readings", "chest", "--readers", "3", "--sample", "50")).isEqualTo(ExitCodes.OK);

        assertThat(ingest.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked)
                        .startsWith("POST " + READINGS)
                        .contains("\"sample\":50")
                        .contains("\"readers\":3"));
        assertThat(screen.out())
                .contains("50 images are to be read by 3 readers each.")
                .contains("Next: equipoise readings chest");
    }

    @Test
    void whereNothingIsLeftToAskForTheCommandFailsAndSaysSo() {
        ingest.says(READINGS, 200, "{\"dataset\": \"chest\", \"images\": 0, \"readers\": 2}");

        assertThat(run("readings", "chest", "--suspects")).isEqualTo(ExitCodes.FAILED);

        assertThat(ingest.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked).contains("\"kind\":\"suspects\""));
        assertThat(screen.err()).contains("There is no such image that readers are not asked for already.");
    }

    @Test
    void howFarTheReadingsAreIsSaid() {
        ingest.says(READINGS, 200, """
                {"dataset": "chest", "asked": 50, "read": 12, "agreed": 9, "disagreeing": 2, "adjudicated": 1,
                 "readings": 31, "readingsAsked": 100}""");

        assertThat(run("readings", "chest")).isEqualTo(ExitCodes.OK);

        assertThat(ingest.asked()).containsExactly("GET " + READINGS + " ");
        assertThat(screen.out())
                .contains("12 of 50 images were read by all who were asked; 31 of 100 readings were given.")
                .contains("readers agree on 9; 2 images wait for an adjudicator; an adjudicator settled 1");
    }

    @Test
    void oneWishAtATime() {
        assertThat(run("readings", "chest", "--suspects", "--sample", "5")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("readings", "chest", "--readers", "2")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("synonyms", "chest")).isEqualTo(ExitCodes.USAGE);
        assertThat(ingest.asked()).isEmpty();
    }

    private int run(String... arguments) {
        Map<String, String> environment = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:9",
                "EQUIPOISE_INGEST_URL",
                ingest.address().toString());
        return Equipoise.run(new CliContext(screen.terminal(), Clock.systemUTC(), environment), arguments);
    }
}

package org.equipoise.local.client;

import java.util.Map;

import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.client.SuccessorClient.Candidate;
import org.equipoise.local.client.SuccessorClient.Choice;
import org.equipoise.local.testing.FakeService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SuccessorClientTest {

    private static final String CANDIDATES = """
            {"serving": "v3",
             "next": {"version": "v2", "decidedAt": "2026-11-23T08:00:00Z", "lastCondition": "class-over-share",
                      "lastAlert": "\\"sick\\" takes 0.9 of the answers", "sick": true},
             "candidates": [
               {"version": "v2", "decidedAt": "2026-11-23T08:00:00Z", "lastCondition": "class-over-share",
                "lastAlert": "\\"sick\\" takes 0.9 of the answers", "sick": true},
               {"version": "v1", "decidedAt": "2026-11-22T08:00:00Z", "sick": false}]}""";

    @Test
    void whatLeftSickIsPutBackOnlyByItsName() {
        Candidate next = choice().find(null).orElseThrow();

        assertThat(next.inWords())
                .containsExactly(
                        "Version v2 will serve. When it served last, it was class over share.",
                        "Its last alert: \"sick\" takes 0.9 of the answers");
        assertThat(next.unconfirmed(null))
                .hasValueSatisfying(why -> assertThat(why).contains("version v2 was class over share", "--confirm v2"));
        assertThat(next.unconfirmed("v1")).as("another version's name").isPresent();
        assertThat(next.unconfirmed("v2")).isEmpty();
    }

    @Test
    void whatWasNotWatchedNeedsNoSecondWordAndIsSaidToBeUnknown() {
        Candidate first = choice().find("v1").orElseThrow();

        assertThat(first.inWords())
                .containsExactly(
                        "Version v1 will serve. When it served last, nothing is known of it.", "Its last alert: none");
        assertThat(first.unconfirmed(null)).isEmpty();
        assertThat(choice().find("v9")).isEmpty();
    }

    private static Choice choice() {
        try (var monitor = new FakeService()) {
            monitor.says("/models/lung/successors", 200, CANDIDATES);
            return new SuccessorClient(new StackConnection(
                            "127.0.0.1:9",
                            new S3Settings("http://127.0.0.1:9", "a", "b", "r"),
                            Map.of("monitor-service", monitor.address())))
                    .of("lung");
        }
    }
}

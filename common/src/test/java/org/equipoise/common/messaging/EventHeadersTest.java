package org.equipoise.common.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventHeadersTest {

    @Test
    void anEventCarriesTheAttributesOfCloudEventsInBinaryMode() {
        List<Header> headers = EventHeaders.cloudEvent(
                Topics.IMAGES_INGESTED, "study-1/0", "equipoise/ingest-service", Instant.parse("2026-03-01T08:00:00Z"));

        assertThat(headers)
                .extracting(EventHeadersTest::line)
                .containsExactly(
                        "ce_specversion=1.0",
                        "ce_type=org.equipoise.images.ingested",
                        "ce_source=equipoise/ingest-service",
                        "ce_id=study-1/0",
                        "ce_time=2026-03-01T08:00:00Z",
                        "content-type=application/json");
    }

    @Test
    void aDeadLetterSaysWhereItCameFromAndWhy() {
        List<Header> headers =
                EventHeaders.deadLetter(Topics.STUDIES_PUBLISHED, 2, 9_000_000_000L, "images is missing");

        assertThat(headers)
                .extracting(EventHeadersTest::line)
                .containsExactly(
                        "dead-letter-reason=images is missing",
                        "dead-letter-topic=studies.published",
                        "dead-letter-partition=2",
                        "dead-letter-offset=9000000000");
    }

    private static String line(Header header) {
        return header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8);
    }
}

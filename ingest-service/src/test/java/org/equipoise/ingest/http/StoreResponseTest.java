package org.equipoise.ingest.http;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.dicom.routing.Target;
import org.equipoise.ingest.doors.ObjectOutcome;
import org.equipoise.ingest.doors.ObjectOutcome.Refused;
import org.equipoise.ingest.doors.ObjectOutcome.Stored;
import org.equipoise.ingest.doors.Refusal;
import org.equipoise.ingest.doors.Refusal.Kind;
import org.equipoise.ingest.doors.SenderUids;
import org.equipoise.ingest.doors.StudyPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StoreResponseTest {

    private static final ObjectOutcome TAKEN = new Stored(
            new SenderUids("1.2.840.10008.5.1.4.1.1.1", "1.2.3", "1.2"),
            new StudyPart("2.25.1", new Target("d", null), "CR", null, null, null, null, List.of("k")));
    private static final ObjectOutcome HELD = new Refused(
            new SenderUids("1.2.840.10008.5.1.4.1.1.1", "1.2.4", "1.2"),
            new Refusal(Kind.HELD_BACK, "BURNED_IN_ANNOTATION", "held back"));
    private static final ObjectOutcome NOTHING =
            new Refused(new SenderUids("", "", ""), new Refusal(Kind.UNREADABLE, "NOT_DICOM", "no DICOM"));

    @Test
    void eachInstanceIsInTheSequenceOfWhatBecameOfIt() {
        StoreResponse response = StoreResponse.of(List.of(TAKEN, HELD, NOTHING));

        assertThat(response.status()).isEqualTo(202);
        assertThat(response.warnings()).containsExactly("held back", "no DICOM");
        JsonNode dataSet = EventCodec.mapper().valueToTree(response.dataSet());
        assertThat(dataSet.at("/00081190/vr").asText()).isEqualTo("UR");
        assertThat(dataSet.at("/00081199/Value/0/00081155/Value/0").asText()).isEqualTo("1.2.3");
        assertThat(dataSet.at("/00081199/Value/0/00081150/vr").asText()).isEqualTo("UI");
        assertThat(dataSet.at("/00081198/Value/0/00081155/Value/0").asText()).isEqualTo("1.2.4");
        assertThat(dataSet.at("/00081198/Value/0/00081197/Value/0").asInt()).isEqualTo(0x0124);
        assertThat(dataSet.at("/0008119A/Value/0/00081197/Value/0").asInt()).isEqualTo(0xC000);
        assertThat(dataSet.at("/0008119A/Value").size()).isEqualTo(1);
    }

    @Test
    void allIs200SomeIs202AndNoneIs409() {
        assertThat(StoreResponse.of(List.of(TAKEN)).status()).isEqualTo(200);
        assertThat(StoreResponse.of(List.of(TAKEN)).dataSet()).containsOnlyKeys("00081190", "00081199");
        assertThat(StoreResponse.of(List.of(HELD)).status()).isEqualTo(409);
        assertThat(StoreResponse.of(List.of(NOTHING)).status()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource({
        "UNREADABLE, TRUNCATED, 49152",
        "UNSUPPORTED, TRANSFER_SYNTAX_UNKNOWN, 49442",
        "UNSUPPORTED, PIXELS_UNSUPPORTED, 49153",
        "HELD_BACK, SECONDARY_CAPTURE, 290",
        "HELD_BACK, SCREENSHOT, 292",
        "NOT_ROUTED, NOT_ROUTED, 49154",
        "OTHER_STUDY, OTHER_STUDY, 43264",
        "VALUES, OUT_OF_RANGE, 49155",
    })
    void aReasonIsAStatusOfCStore(Kind kind, String code, int status) {
        assertThat(new Refusal(kind, code, "why").status()).isEqualTo(status);
    }
}

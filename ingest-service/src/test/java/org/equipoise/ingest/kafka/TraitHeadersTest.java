package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.labelling.ImageTraits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TraitHeadersTest {

    private static final ImageTraits TRAITS = new ImageTraits(16, 24, 1, "DX", List.of(Split.TRAIN, Split.TEST));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(TraitHeaders.read(new RecordHeaders(TraitHeaders.write(TRAITS))))
                .contains(TRAITS);
    }

    @Test
    void sixteenBitsAreSaidAndEightAreNot() {
        var deep = new ImageTraits(16, 24, 1, 16, "CT", List.of(Split.TRAIN));

        assertThat(TraitHeaders.read(new RecordHeaders(TraitHeaders.write(deep))))
                .contains(deep);
        assertThat(TraitHeaders.write(TRAITS)).extracting(Header::key).doesNotContain("ce_bits");
        assertThat(TRAITS.bits()).isEqualTo(8);
        for (String bad : List.of("", "12", "sixteen", "-8")) {
            var headers = new RecordHeaders(TraitHeaders.write(TRAITS));
            headers.add("ce_bits", bad.getBytes(StandardCharsets.UTF_8));

            assertThat(TraitHeaders.read(headers)).as(bad).isEmpty();
        }
    }

    /** A freeze reads the headers of every record of the log, whoever wrote them. */
    @Test
    void aHeaderWithoutValueOrSenseIsAsIfThereWereNone() {
        for (Header header : TraitHeaders.write(TRAITS)) {
            for (byte[] bad : new byte[][] {null, {}, {(byte) 0xff}}) {
                var headers = new RecordHeaders(TraitHeaders.write(TRAITS));
                headers.remove(header.key());
                headers.add(new RecordHeader(header.key(), bad));

                if (bad == null || !header.key().equals("ce_modality")) {
                    assertThat(TraitHeaders.read(headers)).as(header.key()).isEmpty();
                }
            }
        }
    }
}

package org.equipoise.ingest.kafka;

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

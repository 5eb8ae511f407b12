package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.Measuring;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TraitHeadersTest {

    private static final ImageTraits TRAITS = new ImageTraits(16, 24, 1, "DX", List.of(Split.TRAIN, Split.TEST));

    private static final ImageTraits MEASURED = new ImageTraits(
            16, 24, 1, 8, "DX", List.of(Split.TRAIN), "XR2", EventExamples.imageMeasures(), null, null, true);

    private static final ImageTraits SIDED =
            new ImageTraits(16, 24, 1, 8, "MG", List.of(Split.TRAIN), null, null, "L", "BREAST", false);

    @Test
    void whatIsWrittenIsRead() {
        for (ImageTraits traits : List.of(TRAITS, MEASURED, SIDED)) {
            assertThat(TraitHeaders.read(new RecordHeaders(TraitHeaders.write(traits))))
                    .contains(traits);
        }
    }

    @Test
    void recordsOfReleasesThatMeasuredNothingAreRead() {
        var headers = new RecordHeaders(TraitHeaders.write(MEASURED));
        headers.remove("ce_station");
        headers.remove("ce_measures");
        headers.remove("ce_drawn");

        assertThat(TraitHeaders.read(headers)).contains(new ImageTraits(16, 24, 1, "DX", List.of(Split.TRAIN)));
    }

    @Test
    void whatWasMeasuredTakesLittleRoom() {
        assertThat(new RecordHeaders(TraitHeaders.write(new ImageTraits(
                                16, 24, 1, 8, "DX", List.of(Split.TRAIN), null, Measuring.of(TestImages.grey(1)))))
                        .lastHeader("ce_measures")
                        .value())
                .hasSizeLessThan(200);
    }

    @Test
    void sixteenBitsAreSaidAndEightAreNot() {
        var deep = new ImageTraits(16, 24, 1, 16, "CT", List.of(Split.TRAIN), null, null);

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
        for (Header header : TraitHeaders.write(MEASURED)) {
            for (byte[] bad : new byte[][] {null, {}, {(byte) 0xff}}) {
                var headers = new RecordHeaders(TraitHeaders.write(MEASURED));
                headers.remove(header.key());
                headers.add(new RecordHeader(header.key(), bad));

                if (header.key().equals("ce_measures")
                        || (!header.key().equals("ce_station")
                                && !header.key().equals("ce_drawn")
                                && (bad == null || !header.key().equals("ce_modality")))) {
                    assertThat(TraitHeaders.read(headers)).as(header.key()).isEmpty();
                }
            }
        }
    }
}

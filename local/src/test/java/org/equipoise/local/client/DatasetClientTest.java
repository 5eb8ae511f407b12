package org.equipoise.local.client;

import java.time.Instant;
import java.util.List;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DatasetClientTest {

    private static DatasetFrozen frozen(String dataset, String version, int second) {
        DatasetFrozen e = EventExamples.datasetFrozen();
        return new DatasetFrozen(
                dataset,
                version,
                e.contentHash(),
                e.manifestKey(),
                e.labelSet(),
                e.modality(),
                e.shape(),
                e.classCounts(),
                e.packs(),
                e.findings(),
                Instant.ofEpochSecond(second));
    }

    @Test
    void theSameContentFrozenAgainIsOneVersionWithTheLastTime() {
        List<DatasetFrozen> once = DatasetClient.once(List.of(
                frozen("a", "v1", 1),
                frozen("b", "v1", 2),
                frozen("a", "v2", 3),
                frozen("a", "v1", 4),
                frozen("a", "v1", 2)));

        assertThat(once)
                .extracting(v ->
                        v.dataset() + "/" + v.version() + "/" + v.frozenAt().getEpochSecond())
                .containsExactly("b/v1/2", "a/v2/3", "a/v1/4");
    }

    /** A side that is asked for makes a square: 224 x 149 is what ingest decided, and decides again. */
    @Test
    void aSideIsAskedForOnlyWhereItGivesTheSameShape() {
        assertThat(DatasetClient.side(new InputShape(160, 160, 1))).isEqualTo(160);
        assertThat(DatasetClient.side(new InputShape(224, 149, 1))).isNull();
    }

    @Test
    void theDeclarationThatWasMadeLastIsInForceWhicheverIsReadLast() {
        var two = new LabelSet(List.of("ill", "well"));
        var three = new LabelSet(List.of("ill", "well", "torn"));
        List<DatasetDeclared> read = List.of(
                new DatasetDeclared("a", three, Instant.ofEpochSecond(9)),
                new DatasetDeclared("a", two, Instant.ofEpochSecond(5)),
                new DatasetDeclared("b", two, Instant.ofEpochSecond(10)));

        assertThat(DatasetClient.declaration("a", read))
                .map(DatasetDeclared::labelSet)
                .contains(three);
        assertThat(DatasetClient.declaration("c", read)).isEmpty();
    }
}

package org.equipoise.ingest.kafka;

import java.time.Instant;
import java.util.List;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.EventExamples;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrozenLogTest {

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
    void aVersionStandsOnceWhereItWasFrozenLast() {
        assertThat(FrozenLog.inOrder(
                        "a",
                        List.of(
                                frozen("a", "v1", 4),
                                frozen("b", "v1", 2),
                                frozen("a", "v2", 3),
                                frozen("a", "v1", 1),
                                frozen("a", "v0", 3))))
                .extracting(DatasetFrozen::version)
                .containsExactly("v0", "v2", "v1");
    }
}

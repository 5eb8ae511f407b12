package org.equipoise.monitor.console;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.EventExamples;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrozenDatasetsTest {

    private final FrozenDatasets datasets = new FrozenDatasets();

    @Test
    void aVersionShowsItsHashItsBalanceAndItsFindingsAndIsFoundAgain() {
        DatasetFrozen frozen = EventExamples.datasetFrozen();
        datasets.frozen(frozen);
        datasets.frozen(frozen);

        FrozenDatasets.VersionView version = datasets.all().get(0).versions().get(0);

        assertThat(datasets.all())
                .singleElement()
                .satisfies(d -> assertThat(d.versions()).hasSize(1));
        assertThat(version.contentHash()).isEqualTo(frozen.contentHash());
        assertThat(version.findings()).isEqualTo(frozen.findings());
        assertThat(version.imageFindings()).isEqualTo(frozen.imageFindings()).isNotEmpty();
        assertThat(version.labels()).isEqualTo(EventExamples.LABELS.classes());
        assertThat(version.classCounts()).containsKey("train");
        assertThat(datasets.find(frozen.dataset(), frozen.version())).contains(frozen);
        assertThat(datasets.find(frozen.dataset(), "another")).isEmpty();
        assertThat(datasets.versions(frozen.dataset())).containsExactly(frozen);
    }

    @Test
    void aVersionThatIsDeletedIsGoneAndSoIsADatasetWithoutVersions() {
        DatasetFrozen frozen = EventExamples.datasetFrozen();
        datasets.frozen(frozen);
        long before = datasets.revision();

        datasets.removed("another/" + frozen.version());
        assertThat(datasets.all()).hasSize(1);
        datasets.removed(frozen.key());

        assertThat(datasets.all()).isEmpty();
        assertThat(datasets.versions(frozen.dataset())).isEmpty();
        assertThat(datasets.revision()).isGreaterThan(before);
    }
}

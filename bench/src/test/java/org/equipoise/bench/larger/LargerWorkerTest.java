package org.equipoise.bench.larger;

import java.nio.file.Path;

import org.equipoise.common.imaging.InputShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LargerWorkerTest {

    @TempDir
    private Path folder;

    @Test
    void anEpochThatFitsIntoMemoryNeedsNoFile() throws Exception {
        LargerWorker.Measured measured = LargerWorker.measure(100, new InputShape(16, 16, 3), 64, folder);

        assertThat(measured.images()).isEqualTo(100);
        assertThat(measured.fileBytes()).isZero();
    }

    @Test
    void theDrawnSplitHasAllItsImagesInPacksOf16Mebibytes() {
        var packs = new DrawnPacks(250, new InputShape(224, 224, 3));

        assertThat(packs.list(org.equipoise.common.storage.Bucket.DATASETS, "")).hasSize(3);
    }
}

package org.equipoise.trainer.network;

import org.equipoise.common.imaging.InputShape;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CapacityTest {

    private static final InputShape SMALL = new InputShape(28, 28, 1);

    @Test
    void fewImagesGetTheNarrowNetwork() {
        Capacity capacity = Capacity.choose(SMALL, 2, 5000, true);

        assertThat(capacity.kind()).isEqualTo(NetworkKind.RESIDUAL);
        assertThat(capacity.depth()).isEqualTo(8);
        assertThat(capacity.width()).isEqualTo(16);
        assertThat(capacity.reason()).contains("5000", "2 classes");
    }

    @Test
    void manyImagesGetDepthOnACpuAndWidthBesidesOnAGpu() {
        Capacity cpu = Capacity.choose(SMALL, 8, 50_000, false);
        Capacity gpu = Capacity.choose(SMALL, 8, 50_000, true);

        assertThat(cpu.depth()).isEqualTo(10);
        assertThat(cpu.width()).isEqualTo(16);
        assertThat(gpu.depth()).isEqualTo(18);
        assertThat(gpu.width()).isEqualTo(32);
    }

    @Test
    void tinyImagesGetTheArticlesNetwork() {
        assertThat(Capacity.choose(new InputShape(8, 11, 1), 2, 5000, false).kind())
                .isEqualTo(NetworkKind.ARTICLE_CNN);
    }

    @Test
    void manyClassesOfFewImagesKeepTheNarrowNetwork() {
        Capacity few = Capacity.choose(SMALL, 25, 250, true);
        Capacity enough = Capacity.choose(SMALL, 25, 2500, true);

        assertThat(few.width()).isEqualTo(16);
        assertThat(few.depth()).isEqualTo(8);
        assertThat(few.reason()).contains("10 a class");
        assertThat(enough.width()).isEqualTo(32);
    }

    @Test
    void severalClassesWithPlentyOfImagesGetTheWideNetworkWhereItIsAffordable() {
        var cells = new InputShape(64, 64, 3);

        Capacity plenty = Capacity.choose(cells, 8, 12_000, false);
        Capacity fewClasses = Capacity.choose(cells, 4, 12_000, false);
        Capacity fewImages = Capacity.choose(cells, 8, 7_000, false);
        Capacity tooMany = Capacity.choose(cells, 8, 24_000, false);

        assertThat(plenty.depth()).isEqualTo(10);
        assertThat(plenty.width()).isEqualTo(32);
        assertThat(plenty.reason()).contains("1500 a class");
        assertThat(plenty.wideEpochs(cells, 8, 12_000)).hasValue(20);
        assertThat(fewClasses.width()).isEqualTo(16);
        assertThat(fewClasses.wideEpochs(cells, 4, 12_000)).isEmpty();
        assertThat(fewImages.width()).isEqualTo(16);
        assertThat(tooMany.width()).as("12 epochs would take too long").isEqualTo(16);
    }
}

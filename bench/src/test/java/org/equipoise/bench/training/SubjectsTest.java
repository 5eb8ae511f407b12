package org.equipoise.bench.training;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SubjectsTest {

    private static final String GPUS = "CUDA_VISIBLE_DEVICES";

    /** The peers have no GPU code, so ours must not use one beside them. */
    @Test
    void aGpuIsHiddenWhereOursIsComparedAndSeenWhereItIsAlone() {
        var compared = new Subjects(Path.of("."), Map.of(Subjects.TORCH, "python3"), 2);
        var alone = new Subjects(Path.of("."), Map.of(), 2);

        assertThat(compared.environment()).containsEntry(GPUS, "-1");
        assertThat(alone.environment()).doesNotContainKey(GPUS);
    }
}

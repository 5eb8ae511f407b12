package org.equipoise.bench.larger;

import org.equipoise.bench.report.Target;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WholeRunTest {

    @Test
    void eachServiceHasAMemoryOfItsOwnToStayWithin() {
        assertThat(Target.summary(run("", 512, 1024).targets())).containsExactly("3 of 3 targets reached");
        assertThat(Target.summary(run("", 300, 1025).targets())).contains("2 of 3 targets reached");
        assertThat(Target.summary(run("", 513, 300).targets())).contains("2 of 3 targets reached");
    }

    @Test
    void aTrainingThatFailedIsNoReachedTarget() {
        WholeRun failed = run("out of memory", 300, 300);

        assertThat(Target.summary(failed.targets())).contains("2 of 3 targets reached");
        assertThat(failed.notes()).contains("whole: FAILED: out of memory");
    }

    @Test
    void thisProcessHasHadAtLeastSoMuchMemoryAsItsHeapUses() {
        Runtime runtime = Runtime.getRuntime();
        double used = (runtime.totalMemory() - runtime.freeMemory()) / (double) (1 << 20);

        assertThat(WholeRun.peakMebibytes(ProcessHandle.current().pid())).isGreaterThan(used);
    }

    private static WholeRun run(String failure, double augment, double trainer) {
        return new WholeRun(10, 1, 1, 1, failure, augment, trainer);
    }
}

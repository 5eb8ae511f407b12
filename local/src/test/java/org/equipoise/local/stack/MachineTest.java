package org.equipoise.local.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import org.equipoise.local.client.StackProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MachineTest {

    private static final long GIB = 1L << 30;

    @TempDir
    private Path home = Path.of("");

    @Test
    void tooLittleMemoryIsNamedWithItsLimit() {
        assertThatThrownBy(() -> Machine.check(OptionalLong.of(GIB), 100 * GIB, home, 1))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("1.0 GiB available")
                .hasMessageContaining("3.0 GiB");
    }

    @Test
    void everyTrainerMoreNeedsAGibibyteMore() {
        assertThatThrownBy(() -> Machine.check(OptionalLong.of(4 * GIB), 100 * GIB, home, 3))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("4.0 GiB available")
                .hasMessageContaining("5.0 GiB");
    }

    @Test
    void tooLittleDiskIsNamedWithItsLimit() {
        assertThatThrownBy(() -> Machine.check(OptionalLong.of(8 * GIB), GIB, home, 1))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("1.0 GiB free")
                .hasMessageContaining("2.0 GiB");
    }

    @Test
    void enoughOfBothOrAnUnknownMemoryPasses() {
        assertThatCode(() -> Machine.check(OptionalLong.of(3 * GIB), 2 * GIB, home, 1))
                .doesNotThrowAnyException();
        assertThatCode(() -> Machine.check(OptionalLong.empty(), 2 * GIB, home, 1))
                .doesNotThrowAnyException();
    }

    @Test
    void availableMemoryIsReadFromTheKernel() {
        OptionalLong available = Machine.available(List.of("MemTotal: 10 kB", "MemAvailable:    2048 kB"));

        assertThat(available).hasValue(2048 * 1024);
    }

    @Test
    void aHomeIsTakenOnceAndFreeAgainAfterwards() throws IOException {
        HomeLock first = HomeLock.take(home);

        assertThatThrownBy(() -> HomeLock.take(home))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("another stack runs on")
                .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        assertThat(StackProcess.of(home)).contains(StackProcess.self());
        first.close();
        assertThat(StackProcess.of(home)).isEmpty();
        assertThatCode(() -> HomeLock.take(home).close()).doesNotThrowAnyException();
    }
}

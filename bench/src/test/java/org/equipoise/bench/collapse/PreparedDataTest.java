package org.equipoise.bench.collapse;

import java.nio.file.Path;

import org.equipoise.bench.UnusableOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PreparedDataTest {

    @TempDir
    private Path folder;

    @Test
    void withoutDataThereArePhantomsAndAWordAboutWhatIsMissing() {
        PreparedData prepared = PreparedData.of(folder.resolve("nowhere"), false, folder);

        assertThat(prepared.names()).containsExactly("phantoms");
        assertThat(prepared.notes()).hasSize(3).allMatch(note -> note.startsWith("ABSENT: "));
        DataSplits read = DataSplits.read(folder.resolve("phantoms.npz"));
        assertThat(read.train().counts()).containsExactly(396, 300, 300);
        assertThat(read.validation().counts()).containsExactly(80, 80, 80);
        assertThat(read.test().counts()).containsExactly(20, 20, 20);
        assertThat(read.train().shape().width()).isEqualTo(DataSplits.SIDE);
    }

    @Test
    void dataThatIsNoSetIsRefused() {
        assertThatThrownBy(() -> PreparedData.of(folder.resolve("nowhere"), true, folder))
                .isInstanceOf(UnusableOptionException.class)
                .hasMessageContaining("neither a folder with files of MedMNIST nor a set");
    }
}

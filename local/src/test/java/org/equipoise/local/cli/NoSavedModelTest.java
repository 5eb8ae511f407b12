package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.equipoise.local.options.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What people have instead of a SavedModel, and what they are told. */
class NoSavedModelTest {

    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private Path zip(String name, String... entries) throws IOException {
        Path file = folder.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.closeEntry();
            }
        }
        return file;
    }

    private static String meant(Path source) throws IOException {
        return NoSavedModel.meant(source).orElse("a SavedModel");
    }

    @Test
    void aSavedModelIsOneAsAFolderAndAsAZip() throws IOException {
        file("exported/saved_model.pb", new byte[1]);

        assertThat(meant(folder.resolve("exported"))).isEqualTo("a SavedModel");
        assertThat(meant(zip("a.zip", "saved_model.pb", "variables/variables.index")))
                .isEqualTo("a SavedModel");
        assertThat(meant(zip("b.zip", "exported/saved_model.pb"))).isEqualTo("a SavedModel");
    }

    @Test
    void aPathThatIsNotThereIsSaidWithTheWholePath() throws IOException {
        assertThat(meant(Path.of("no-such-folder")))
                .startsWith("there is no folder or file "
                        + Path.of("no-such-folder").toAbsolutePath());
    }

    @Test
    void kerasFilesAreNamedWithTheLineThatConvertsThem() throws IOException {
        for (Path keras : new Path[] {
            file("m.h5", HDF5),
            file("other-name", HDF5),
            zip("m.keras", "config.json"),
            zip("m.zip", "model.weights.h5")
        }) {
            assertThat(meant(keras))
                    .contains("a Keras ", "not a SavedModel")
                    .contains("keras.models.load_model(\"" + keras.getFileName() + "\").export(\"exported\")");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"m.onnx", "m.pt", "m.pth", "m.tflite", "m.pkl", "m.ckpt", "m.index", "m.safetensors", "M.ONNX"})
    void modelsOfOtherKindsSayWhatBecomesASavedModel(String name) throws IOException {
        assertThat(meant(file(name, new byte[] {1, 2, 3})))
                .containsAnyOf("onnx2tf", "export")
                .doesNotContain("neither");
    }

    @Test
    void aFolderThatHoldsTheRightOneOrAnotherKindSaysSo() throws IOException {
        file("outer/inner/saved_model.pb", new byte[1]);
        file("keras/readme.txt", new byte[1]);
        file("keras/model.h5", HDF5);
        Files.createDirectories(folder.resolve("empty"));

        assertThat(meant(folder.resolve("outer"))).contains(folder.resolve("outer/inner") + " has: register that");
        assertThat(meant(folder.resolve("keras"))).contains("its model.h5 is a Keras HDF5 file");
        assertThat(meant(folder.resolve("empty"))).contains("it is empty", "model.export");
    }

    @Test
    void filesThatAreAPartOrTooDeepOrDamagedSaySo() throws IOException {
        assertThat(meant(file("exported/saved_model.pb", new byte[1])))
                .contains("a part of a SavedModel: register its folder, " + folder.resolve("exported"));
        assertThat(meant(zip("deep.zip", "a/b/saved_model.pb"))).contains("too deep, in a/b/saved_model.pb");
        assertThat(meant(zip("other.zip", "1.png", "2.png", "3.png", "4.png")))
                .contains("a zip without a saved_model.pb; it has 1.png, 2.png, 3.png and 1 more");
        assertThat(meant(file("cut.zip", new byte[] {'P', 'K', 3, 4, 0}))).contains("copy it again");
        assertThat(meant(file("notes.txt", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .contains("neither a zip nor a folder");
    }

    @Test
    void classNamesLoseTheBlanksAroundThemAndMustBeTwoDifferentOnes() {
        assertThat(RegisterCommand.classes(java.util.List.of("a", " b "))).containsExactly("a", "b");
        for (java.util.List<String> bad :
                java.util.List.of(java.util.List.of("a"), java.util.List.of("a", " "), java.util.List.of("a", "a "))) {
            assertThatThrownBy(() -> RegisterCommand.classes(bad))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("--labels");
        }
    }
}

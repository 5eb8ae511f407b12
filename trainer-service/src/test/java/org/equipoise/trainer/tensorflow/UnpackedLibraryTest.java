package org.equipoise.trainer.tensorflow;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Unpacks into the same folder as every process of this user, under a name of its own. */
class UnpackedLibraryTest {

    private static final byte[] CONTENT = new byte[10_000];

    static {
        Arrays.fill(CONTENT, (byte) 7);
    }

    private final String name = "torn-" + UUID.randomUUID() + ".jar";

    @TempDir
    private Path folder = Path.of("");

    private Path unpacked = Path.of("");

    @BeforeEach
    void place() throws IOException {
        unpacked = Loader.getCacheDir().toPath().resolve(name).resolve("lib/libx.so");
    }

    @AfterEach
    void remove() throws IOException {
        Files.deleteIfExists(unpacked);
        Files.deleteIfExists(Objects.requireNonNull(unpacked.getParent()));
        Files.deleteIfExists(Loader.getCacheDir().toPath().resolve(name));
    }

    @Test
    void aLibraryThatIsNotWholeIsUnpackedAnewAndSaid() throws IOException {
        URL library = library();
        assertThat(UnpackedLibrary.mend(library)).as("the first start").isEmpty();
        assertThat(unpacked).hasBinaryContent(CONTENT);
        Files.write(unpacked, Arrays.copyOf(CONTENT, 4_000));

        assertThat(UnpackedLibrary.mend(library))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith(unpacked + " has only 4,000 bytes of 10,000 bytes:")
                        .endsWith("it was unpacked anew"));
        assertThat(unpacked).hasBinaryContent(CONTENT);
        assertThat(UnpackedLibrary.mend(library)).as("whole again").isEmpty();
    }

    /** Another version may have libraries of other names: then nothing is checked, and this says so. */
    @Test
    void theLibrariesOfThisVersionHaveTheNamesThatAreLookedFor() {
        assertThat(UnpackedLibrary.libraries()).hasSize(2);
    }

    private URL library() throws IOException {
        Path jar = folder.resolve(name);
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("lib/libx.so"));
            out.write(CONTENT);
        }
        return URI.create("jar:" + jar.toUri() + "!/lib/libx.so").toURL();
    }
}

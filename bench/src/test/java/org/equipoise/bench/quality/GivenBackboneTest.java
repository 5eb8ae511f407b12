package org.equipoise.bench.quality;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.equipoise.bench.Options;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Origin;
import org.equipoise.common.hashing.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GivenBackboneTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void itIsKnownByItsBytesAndTheValuesThatItIsFed() throws IOException {
        byte[] weights = "weights".getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("lite0.pth"), weights);

        assertThat(given("backbone", "lite0.pth").identity()).isEqualTo(Sha256.hex(weights));
        assertThat(given("backbone", "lite0.pth", "scale", "imagenet").identity())
                .isEqualTo(Sha256.hex(weights) + " fed imagenet");
        assertThat(GivenBackbone.of(options())).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsSaidBeforeAnythingIsStarted() throws IOException {
        Files.writeString(folder.resolve("lite0.pth"), "weights");
        Files.createDirectory(folder.resolve("mobilenet"));
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("mobilenet.zip")))) {
            zip.putNextEntry(new ZipEntry("mobilenet/saved_model.pb"));
        }

        refused("is no file", "backbone", "missing.pth");
        refused("a SavedModel is given as a zip", "backbone", "mobilenet");
        refused("of which scale= must say", "backbone", "mobilenet.zip");
        refused("the scale must be", "backbone", "mobilenet.zip", "scale", "0..2");
        refused("which is not given", "scale", "0..1");
        assertThat(given("backbone", "mobilenet.zip", "scale", "0..1").identity())
                .endsWith(" fed 0..1");
    }

    @Test
    void aDocumentIsNotToldWhereItLies() {
        Origin origin = Origin.of("quality", options("backbone", "lite0.pth", "seeds", "5"), Map.of("commit", "abc"));

        assertThat(origin.command()).isEqualTo("bench/run quality seeds=5");
    }

    private void refused(String why, String... pairs) {
        assertThatExceptionOfType(UnusableOptionException.class)
                .isThrownBy(() -> given(pairs))
                .withMessageContaining(why);
    }

    private GivenBackbone given(String... pairs) {
        return GivenBackbone.of(options(pairs)).orElseThrow();
    }

    private Options options(String... pairs) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], List.of(pairs[i + 1]));
        }
        return new Options(folder, values);
    }
}

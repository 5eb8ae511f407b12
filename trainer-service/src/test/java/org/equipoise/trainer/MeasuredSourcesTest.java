package org.equipoise.trainer;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** No module may depend on a service, so no module compiles what measures this one. */
class MeasuredSourcesTest {

    @TempDir
    private Path classes;

    @Test
    void whatTheBenchmarksMeasureCompilesAgainstThisService() throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run on a JDK");
        List<Path> sources = sources();
        var said = new StringWriter();
        List<String> options = List.of(
                "-proc:none",
                "-Xlint:all,-classfile",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"));

        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            compiler.getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
        }

        assertThat(said.toString()).isEmpty();
        assertThat(classes.resolve("Trainer.class")).exists();
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(Path.of("../bench/measured"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}

package org.equipoise.bench.training;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The sources of {@code bench/measured}, compiled against the built service when they are needed: no module may depend
 * on a service. Some lie in packages of the service, because they measure what it shows to nobody.
 */
public final class MeasuredProgram {

    private MeasuredProgram() {}

    /** Class path of the built trainer service, jar by jar: the compiler's interface knows no wildcards. */
    public static String service(Path project) {
        Path service = project.resolve("trainer-service/target/quarkus-app");
        List<String> jars = new ArrayList<>();
        for (String folder : List.of("app", "lib/main", "lib/boot")) {
            try (var files = Files.list(service.resolve(folder))) {
                files.map(Path::toString)
                        .filter(file -> file.endsWith(".jar"))
                        .sorted()
                        .forEach(jars::add);
            } catch (IOException e) {
                throw new UncheckedIOException("the trainer service is not built: use bench/run", e);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    /**
     * Folder with the classes.
     *
     * @throws IllegalStateException if they do not compile, with what the compiler says
     */
    public static Path compile(Path project) {
        Path classes = project.resolve("bench/results/measured-classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("this Java has no compiler: use a JDK");
        }
        try (var files = Files.walk(project.resolve("bench/measured"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            Files.createDirectories(classes);
            var said = new StringWriter();
            try (var manager = compiler.getStandardFileManager(null, null, null)) {
                var options = List.of("-proc:none", "-d", classes.toString(), "-cp", service(project));
                if (!compiler.getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                        .call()) {
                    throw new IllegalStateException("bench/measured does not compile:\n" + said);
                }
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compile bench/measured", e);
        }
    }
}

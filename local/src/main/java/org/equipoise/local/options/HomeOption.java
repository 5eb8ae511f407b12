package org.equipoise.local.options;

import java.nio.file.Path;
import java.util.Optional;

import org.equipoise.local.stack.StackOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --home}, the same in every command. */
public final class HomeOption {

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "where the stack keeps its data (default: EQUIPOISE_HOME, else ~/.equipoise)")
    private @Nullable Path home;

    /** The chosen home. */
    public Path path() {
        if (home != null) {
            return home.toAbsolutePath().normalize();
        }
        String environment = System.getenv("EQUIPOISE_HOME");
        return environment == null || environment.isBlank()
                ? StackOptions.defaultHome()
                : Path.of(environment).toAbsolutePath().normalize();
    }

    /** The home as it was typed, if it was: the next command needs it again. */
    public Optional<String> typed() {
        return Optional.ofNullable(home).map(Path::toString);
    }
}

package org.equipoise.bench.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.SerializationFeature;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.common.messaging.EventCodec;
import org.jspecify.annotations.Nullable;

/** Scores of earlier calls, a file per arm and seed, so that a table can be measured in several calls. */
final class KeptScores {

    private static final String PREFIX = "shift-";

    private final Path folder;

    KeptScores(Path folder) {
        this.folder = folder;
    }

    /**
     * Refuses to mix what pretrained networks gave.
     *
     * @param backbone identity of the one that is to be trained with; absent without one
     * @throws UnusableOptionException if another one's scores are kept of the arm
     */
    void requireSame(ShiftArm arm, @Nullable String backbone) {
        all().stream()
                .filter(model -> model.arm() == arm && !Objects.equals(model.backbone(), backbone))
                .findFirst()
                .ifPresent(other -> {
                    throw new UnusableOptionException(file(arm, other.seed()) + " holds scores "
                            + GivenBackbone.words(other.backbone()) + ", not " + GivenBackbone.words(backbone)
                            + ": move it away to measure anew");
                });
    }

    /** Keeps all scores of one model, in place of those of an earlier call. */
    void keep(ShiftedModel model) {
        Path file = file(model.arm(), model.seed());
        try {
            Files.createDirectories(folder);
            EventCodec.mapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), model);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file, e);
        }
    }

    /** All that is kept. */
    List<ShiftedModel> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<ShiftedModel> models = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(KeptScores::isKept).sorted().toList()) {
                models.add(read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        return models;
    }

    private Path file(ShiftArm arm, long seed) {
        return folder.resolve(PREFIX + Variant.plain(arm.title()) + "-" + seed + ".json");
    }

    private static boolean isKept(Path file) {
        return String.valueOf(file.getFileName()).matches(PREFIX + ".*-[0-9]+\\.json");
    }

    private static ShiftedModel read(Path file) {
        try {
            return EventCodec.mapper().readValue(file.toFile(), ShiftedModel.class);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is no result of an earlier call; delete it", e);
        }
    }
}

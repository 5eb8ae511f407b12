package org.equipoise.bench.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.equipoise.common.messaging.EventCodec;

/** Scores of earlier calls, a file per arm and seed, so that a table can be measured in several calls. */
final class KeptScores {

    private static final String PREFIX = "shift-";

    private final Path folder;

    KeptScores(Path folder) {
        this.folder = folder;
    }

    /** Keeps all scores of one model, in place of those of an earlier call. */
    void keep(ShiftArm arm, long seed, List<ShiftScore> scores) {
        Path file = folder.resolve(PREFIX + Variant.plain(arm.title()) + "-" + seed + ".json");
        try {
            Files.createDirectories(folder);
            EventCodec.mapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), scores);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file, e);
        }
    }

    /** All that is kept. */
    List<ShiftScore> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<ShiftScore> scores = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(KeptScores::isKept).sorted().toList()) {
                scores.addAll(read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        return scores;
    }

    private static boolean isKept(Path file) {
        return String.valueOf(file.getFileName()).matches(PREFIX + ".*-[0-9]+\\.json");
    }

    private static List<ShiftScore> read(Path file) {
        try {
            return EventCodec.mapper().readValue(file.toFile(), new TypeReference<List<ShiftScore>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is no result of an earlier call; delete it", e);
        }
    }
}

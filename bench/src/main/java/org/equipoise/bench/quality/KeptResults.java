package org.equipoise.bench.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.equipoise.common.messaging.EventCodec;

/** Results of earlier calls, a file per study and recipe, so that a table can be measured in several calls. */
final class KeptResults {

    private final Path folder;

    KeptResults(Path folder) {
        this.folder = folder;
    }

    /** Adds a seed to what is kept of its study and recipe; the same seed of an earlier call is forgotten. */
    void keep(Study study, String recipe, SeedResult result) {
        StudyResult kept = of(study, recipe);
        kept.add(result);
        try {
            Files.createDirectories(folder);
            EventCodec.mapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(file(study, recipe).toFile(), List.copyOf(kept.seeds()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file(study, recipe), e);
        }
    }

    /** All that is kept, in the order of the table. */
    List<StudyResult> all() {
        List<StudyResult> results = new ArrayList<>();
        for (Study study : Study.ALL) {
            for (String recipe : study.recipes()) {
                StudyResult result = of(study, recipe);
                if (!result.seeds().isEmpty()) {
                    results.add(result);
                }
            }
        }
        return results;
    }

    private StudyResult of(Study study, String recipe) {
        var result = new StudyResult(study, recipe);
        Path file = file(study, recipe);
        if (Files.exists(file)) {
            try {
                EventCodec.mapper()
                        .readValue(file.toFile(), new TypeReference<List<SeedResult>>() {})
                        .forEach(result::add);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " is no result of an earlier call; delete it", e);
            }
        }
        return result;
    }

    private Path file(Study study, String recipe) {
        return folder.resolve("quality-" + study.key() + "-" + recipe + ".json");
    }
}

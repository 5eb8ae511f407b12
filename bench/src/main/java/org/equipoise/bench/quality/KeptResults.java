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

/** Results of earlier calls, a file per study and variant, so that a table can be measured in several calls. */
final class KeptResults {

    private final Path folder;

    KeptResults(Path folder) {
        this.folder = folder;
    }

    /** Adds a seed to what is kept of its study and variant; the same seed of an earlier call is forgotten. */
    void keep(Study study, String variant, SeedResult result) {
        StudyResult kept = of(study, variant);
        kept.add(result);
        try {
            Files.createDirectories(folder);
            EventCodec.mapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(file(study, variant).toFile(), List.copyOf(kept.seeds()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file(study, variant), e);
        }
    }

    /** All that is kept, in the order of the table. */
    List<StudyResult> all() {
        List<StudyResult> results = new ArrayList<>();
        for (Study study : Study.ALL) {
            for (String variant : Arm.names(study)) {
                StudyResult result = of(study, variant);
                if (!result.seeds().isEmpty()) {
                    results.add(result);
                }
            }
        }
        return results;
    }

    private StudyResult of(Study study, String variant) {
        var result = new StudyResult(study, variant);
        Path file = file(study, variant);
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

    private Path file(Study study, String variant) {
        return folder.resolve("quality-" + study.key() + "-" + Variant.plain(variant) + ".json");
    }
}

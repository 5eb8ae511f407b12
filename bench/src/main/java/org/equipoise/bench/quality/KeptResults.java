package org.equipoise.bench.quality;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.common.messaging.EventCodec;
import org.jspecify.annotations.Nullable;

/** Results of earlier calls, a file per study and variant, so that a table can be measured in several calls. */
final class KeptResults {

    private final Path folder;

    KeptResults(Path folder) {
        this.folder = folder;
    }

    /**
     * Refuses to mix what pretrained networks gave.
     *
     * @param backbone identity of the one that is to be trained with; absent without one
     * @throws UnusableOptionException if another one's results are kept of the study and variant, or it is not known
     *     whose they are
     */
    void requireSame(Study study, String variant, @Nullable String backbone) {
        of(study, variant).seeds().stream()
                .filter(result -> !Objects.equals(result.backbone(), backbone))
                .findFirst()
                .ifPresent(other -> {
                    throw new UnusableOptionException(file(study, variant) + " holds results "
                            + GivenBackbone.words(other.backbone()) + ", not " + GivenBackbone.words(backbone)
                            + ": move it away to measure anew");
                });
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

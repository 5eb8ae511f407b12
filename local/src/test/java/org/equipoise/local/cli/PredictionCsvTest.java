package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.PredictionMade;
import org.equipoise.local.client.PredictionClient.Answer;
import org.equipoise.local.client.Publication.PublishedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PredictionCsvTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void answersAndRefusalsAreRowsInTheSetsOrder() throws IOException {
        var first = new PublishedImage("s1", "a,b.png", "k1", null);
        var second = new PublishedImage("s2", "c.png", "k2", null);
        var prediction = new PredictionMade(
                "m", "v1", "s1", "i1", "d", 1, List.of("x", "y"), List.of(0.25, 0.75), null, null, Instant.EPOCH);
        Path file = folder.resolve("new/out.csv");

        PredictionCsv.write(
                file,
                List.of(new Answer(first, prediction, null), new Answer(second, null, "empty: 0 bytes")),
                Map.of("a,b.png", "y"));

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "path,label,predicted,p_x,p_y,note", "\"a,b.png\",y,y,0.25,0.75,", "c.png,,,,,empty: 0 bytes");
    }

    @Test
    void noFileAndNoClassIsAFormula() throws IOException {
        var image = new PublishedImage("s1", "=1+1.png", "k1", null);
        Path file = folder.resolve("out.csv");

        PredictionCsv.write(file, List.of(new Answer(image, null, "@refused")), Map.of("=1+1.png", "+1-2"));

        assertThat(Files.readAllLines(file)).last().isEqualTo("'=1+1.png,'+1-2,,'@refused");
    }
}

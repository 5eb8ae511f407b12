package org.equipoise.bench.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {

    private static final Map<String, Object> MACHINE = Map.of("cores", 2, "loadAverageBefore", 7.5);

    private final Report report = new Report(
            "warp",
            Map.of("threads", 1),
            List.of(Measurement.of("28x28", "Equipoise", new double[] {300, 100, 250, 900}, "images/s")),
            List.of("one warp"));

    @Test
    void theMedianIsTheMiddleOfTheRounds() {
        Measurement even = report.measurements().get(0);

        assertThat(even.median()).isEqualTo(275);
        assertThat(even.lowest()).isEqualTo(100);
        assertThat(even.highest()).isEqualTo(900);
        assertThat(Measurement.of("a", "b", new double[] {3, 1, 2}, "s").median())
                .isEqualTo(2);
    }

    @Test
    void thePrintedTableSaysWhenOthersWereWorkingToo() {
        var bytes = new ByteArrayOutputStream();

        report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), MACHINE);

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("28x28  Equipoise   275.0   100.0    900.0  images/s")
                .contains("one warp")
                .contains("others were working on this machine (load 7.50 on 2 cores)");
    }

    @Test
    void theFileHasMachineSettingsAndNumbers(@TempDir Path folder) throws IOException {
        Path file = report.write(folder.resolve("results"), MACHINE, Instant.EPOCH);

        JsonNode json = EventCodec.mapper().readTree(Files.readAllBytes(file));
        assertThat(file).hasFileName("warp.json");
        assertThat(json.at("/measuredAt").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
        assertThat(json.at("/settings/threads").asInt()).isEqualTo(1);
        assertThat(json.at("/measurements/0/median").asDouble()).isEqualTo(275);
    }
}

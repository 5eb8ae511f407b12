package org.equipoise.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.messaging.EventCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code equipoise diagnose --model --data} as it is typed: two processes, a real export of Keras, no stack. */
class DiagnoseModelIT {

    private static final int SIDE = 16;
    private static final Path EXPORTS =
            RunningStack.project().resolve("trainer-service/src/test/resources/org/equipoise/trainer/djl");

    private final Path folder = RunningStack.folder("diagnose-model");

    @Test
    void theScaleThatTheModelExpectsIsNamed() throws IOException {
        Path card = folder.resolve("card.json");
        Path page = folder.resolve("card.html");

        RunningStack.Outcome outcome = RunningStack.alone(
                command(folder, "keras-export.zip", images(), "--json", card.toString(), "--html", page.toString()));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output())
                .startsWith("Your model expects [0, 1] and gets [0, 255]: balanced accuracy 0.500 becomes ")
                .contains("Proved: preprocessing differs.", "x = x / 255.0");
        JsonNode told = EventCodec.mapper().readTree(card.toFile());
        assertThat(told.path("causes").path(0).path("cause").asText()).isEqualTo("preprocessing-differs");
        assertThat(told.path("proof").path("after").asDouble()).isGreaterThan(0.9);
        assertThat(Files.readString(page)).contains("expects [0, 1] and gets [0, 255]", "<svg");
    }

    @Test
    void aModelWithOtherOutputsFailsInOneSentence() throws IOException {
        RunningStack.Outcome outcome =
                RunningStack.alone(command(folder, "keras-export.zip", images(), "--labels", "across,along,round"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output().strip()).isEqualTo("the model has 2 outputs, but there are 3 classes");
    }

    @Test
    void theProcessThatLooksDiesWithTheOneThatAsks() throws IOException {
        Process asking = RunningStack.process(
                folder.resolve("killed.log"), command(folder, "keras-export.zip", images(), "--minutes", "10"));
        List<ProcessHandle> children = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    asking.children().forEach(children::add);
                    return !children.isEmpty();
                });

        asking.destroyForcibly();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    }

    private static String[] command(Path home, String export, Path images, String... more) {
        List<String> line = new ArrayList<>(List.of(
                "diagnose",
                "--model",
                EXPORTS.resolve(export).toString(),
                "--data",
                images.toString(),
                "--labels",
                "across,along",
                "--home",
                home.toString()));
        for (int i = 0; i < more.length; i++) {
            if (more[i].equals("--labels")) {
                line.set(line.indexOf("--labels") + 1, more[++i]);
            } else {
                line.add(more[i]);
            }
        }
        return line.toArray(String[]::new);
    }

    /** Stripes across and along, as keras_export.py draws what it trains on. */
    private Path images() throws IOException {
        var random = new Random(3);
        Path set = folder.resolve("stripes");
        for (int i = 0; i < 80; i++) {
            double phase = 6 * random.nextDouble();
            byte[] samples = new byte[SIDE * SIDE];
            for (int p = 0; p < samples.length; p++) {
                int along = i % 2 == 0 ? p / SIDE : p % SIDE;
                double grey = 128 + 60 * Math.sin(1.3 * along + phase) + 20 * random.nextGaussian();
                samples[p] = (byte) Math.max(0, Math.min(255, Math.round(grey)));
            }
            Path ofClass = Files.createDirectories(set.resolve(i % 2 == 0 ? "across" : "along"));
            Files.write(ofClass.resolve(i + ".png"), PngCodec.encode(new Pixels(SIDE, SIDE, 1, samples)));
        }
        return set;
    }
}

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
    private static final List<String> CLASSES = List.of("flat", "middle", "steep");
    private static final Path EXPORTS =
            RunningStack.project().resolve("trainer-service/src/test/resources/org/equipoise/trainer/djl");

    private final Path folder = RunningStack.folder("diagnose-model");

    @Test
    void theScaleThatTheModelExpectsIsNamed() throws IOException {
        Path card = folder.resolve("card.json");
        Path page = folder.resolve("card.html");

        RunningStack.Outcome outcome = RunningStack.alone(command(
                folder, "keras-normalised.zip", images(), "--json", card.toString(), "--html", page.toString()));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output())
                .startsWith("Your model expects [-1, 1] and gets [0, 255]: balanced accuracy 0.333 becomes ")
                .contains("Proved: preprocessing differs.", "x = x / 127.5 - 1");
        JsonNode told = EventCodec.mapper().readTree(card.toFile());
        assertThat(told.path("causes").path(0).path("cause").asText()).isEqualTo("preprocessing-differs");
        assertThat(told.path("proof").path("after").asDouble()).isGreaterThan(0.9);
        assertThat(Files.readString(page)).contains("expects [-1, 1] and gets [0, 255]", "<svg");
    }

    @Test
    void labelsThatAreNotThoseOfTheImagesFailInOneSentence() throws IOException {
        RunningStack.Outcome outcome =
                RunningStack.alone(command(folder, "keras-normalised.zip", images(), "--labels", "flat,steep"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output().strip().lines().toList())
                .singleElement()
                .asString()
                .contains("which is not among the labels flat,steep");
    }

    @Test
    void theProcessThatLooksDiesWithTheOneThatAsks() throws IOException {
        Process asking = RunningStack.process(
                folder.resolve("killed.log"), command(folder, "keras-normalised.zip", images(), "--minutes", "10"));
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
                "flat,middle,steep",
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

    /** Stripes of three directions, as keras_public_cases.py draws what it trains on. */
    private Path images() throws IOException {
        var random = new Random(3);
        Path set = folder.resolve("stripes");
        for (int i = 0; i < 120; i++) {
            double angle = Math.PI * (i % 3) / 3;
            double phase = 2 * Math.PI * random.nextDouble();
            byte[] samples = new byte[SIDE * SIDE];
            for (int p = 0; p < samples.length; p++) {
                double along = p / SIDE * Math.cos(angle) + p % SIDE * Math.sin(angle);
                double grey = 0.5 + 0.3 * Math.sin(0.9 * along + phase) + 0.1 * random.nextGaussian();
                samples[p] = (byte) Math.max(0, Math.min(255, Math.round(255 * grey)));
            }
            Path ofClass = Files.createDirectories(set.resolve(CLASSES.get(i % 3)));
            Files.write(ofClass.resolve(i + ".png"), PngCodec.encode(new Pixels(SIDE, SIDE, 1, samples)));
        }
        return set;
    }
}

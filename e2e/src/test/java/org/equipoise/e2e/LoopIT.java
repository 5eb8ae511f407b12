package org.equipoise.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.sets.SetImage;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Order(1)
class LoopIT {

    private static final String MODEL = "loop";

    @Test
    void aSetBecomesAPromotedModelWhoseCollapseRaisesAnAlert() throws IOException {
        RunningStack stack = RunningStack.shared();
        Path folder = RunningStack.folder("loop");
        TinyImages.write(folder.resolve("set"), labelled());
        TinyImages.write(folder.resolve("new"), TinyImages.mixed(60, 50_000, null));
        TinyImages.write(folder.resolve("broken"), spots(150));
        String set = folder.resolve("set").toString();

        RunningStack.Outcome imported = stack.command("import", set, "--dataset", MODEL, "--keep", "spot=30");
        RunningStack.Outcome trained = stack.command(
                "train", "--dataset", MODEL, "--set", "epochs=5", "--set", "patience=5", "--seed", "7", "--side", "24");
        RunningStack.Outcome predicted = predict(stack, folder, "new");

        assertThat(imported)
                .satisfies(o -> assertThat(o.exitCode()).as(o.output()).isZero());
        assertThat(imported.output()).containsPattern("spot +30 +20 +20");
        assertThat(trained)
                .satisfies(o -> assertThat(o.exitCode()).as(o.output()).isZero());
        assertThat(trained.output()).contains("is promoted");
        assertThat(predicted)
                .satisfies(o -> assertThat(o.exitCode()).as(o.output()).isZero());
        assertThat(Files.readAllLines(folder.resolve("new.csv"))).hasSize(61);
        assertThat(alerts(stack)).as("no alert while the answers are healthy").isEmpty();

        RunningStack.Outcome fault = predict(stack, folder, "broken");

        assertThat(fault).satisfies(o -> assertThat(o.exitCode()).as(o.output()).isZero());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(alerts(stack)).anySatisfy(alert -> {
                    assertThat(alert.className()).isEqualTo("spot");
                    assertThat(alert.kind()).isEqualTo(AlertChanged.Kind.COLLAPSE);
                    assertThat(alert.odds()).isGreaterThanOrEqualTo(1e6);
                }));

        RunningStack.Outcome status = stack.command("status");
        RunningStack.Outcome trace = stack.command("trace", "test/spot/" + firstSpot());

        assertThat(status.output()).contains("loop", "firing");
        assertThat(trace.output())
                .containsSubsequence("studies.published", "images.ingested", "labels.checked", "datasets.frozen")
                .contains("labels.submitted");
    }

    private static RunningStack.Outcome predict(RunningStack stack, Path folder, String name) {
        return stack.command(
                "predict",
                folder.resolve(name).toString(),
                "--model",
                MODEL,
                "--out",
                folder.resolve(name + ".csv").toString());
    }

    private static List<AlertChanged> alerts(RunningStack stack) {
        return Events.of(
                stack.connection(),
                Topics.ALERTS_CHANGED,
                AlertChanged.class,
                alert -> alert.model().equals(MODEL) && alert.state() == AlertChanged.State.FIRING);
    }

    private static List<SetImage> labelled() {
        List<SetImage> images = new ArrayList<>(TinyImages.mixed(200, 1_000, Split.TRAIN));
        images.addAll(TinyImages.mixed(80, 10_000, Split.VALIDATION));
        images.addAll(TinyImages.mixed(80, 20_000, Split.TEST));
        return images;
    }

    private static String firstSpot() {
        return 20_003 + ".png";
    }

    private static List<SetImage> spots(int n) {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            images.add(TinyImages.image("spot", 90_000 + i, null));
        }
        return images;
    }
}

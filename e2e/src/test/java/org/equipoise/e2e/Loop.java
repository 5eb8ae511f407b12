package org.equipoise.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.Topics;
import org.equipoise.e2e.RunningStack.Outcome;
import org.equipoise.local.sets.SetImage;

/**
 * The whole loop, gone through once for all tests of this JVM: a set becomes a model, healthy images are answered, then
 * images of one class only.
 *
 * @param folder with what the commands wrote
 * @param alertsWhileHealthy that fired before the fault
 */
record Loop(
        Path folder,
        Outcome imported,
        Outcome trained,
        Outcome predicted,
        List<AlertChanged> alertsWhileHealthy,
        Outcome broken) {

    static final String MODEL = "loop";

    private static @org.jspecify.annotations.Nullable Loop done;

    /** Goes through it at the first call. */
    static synchronized Loop through(RunningStack stack) throws IOException {
        Loop known = done;
        if (known == null) {
            known = go(stack);
            done = known;
        }
        return known;
    }

    private static Loop go(RunningStack stack) throws IOException {
        Path folder = RunningStack.folder("loop");
        TinyImages.write(folder.resolve("set"), labelled());
        TinyImages.write(folder.resolve("new"), TinyImages.mixed(160, 50_000, null));
        TinyImages.write(folder.resolve("broken"), spots(150));
        Outcome imported =
                stack.command("import", folder.resolve("set").toString(), "--dataset", MODEL, "--keep", "spot=30");
        Outcome trained = stack.command(
                "train", "--dataset", MODEL, "--set", "epochs=5", "--set", "patience=5", "--seed", "7", "--side", "24");
        Outcome predicted = predict(stack, folder, "new");
        List<AlertChanged> healthy = alerts(stack);
        return new Loop(folder, imported, trained, predicted, healthy, predict(stack, folder, "broken"));
    }

    private static Outcome predict(RunningStack stack, Path folder, String name) {
        return stack.command(
                "predict",
                folder.resolve(name).toString(),
                "--model",
                MODEL,
                "--out",
                folder.resolve(name + ".csv").toString());
    }

    /** Those of the model that have fired. */
    static List<AlertChanged> alerts(RunningStack stack) {
        return Events.of(
                stack.connection(),
                Topics.ALERTS_CHANGED,
                AlertChanged.class,
                alert -> alert.model().equals(MODEL) && alert.state() == AlertChanged.State.FIRING);
    }

    /** Lines of the table of the healthy predictions. */
    List<String> table() throws IOException {
        return Files.readAllLines(folder.resolve("new.csv"));
    }

    private static List<SetImage> labelled() {
        List<SetImage> images = new ArrayList<>(TinyImages.mixed(200, 1_000, Split.TRAIN));
        images.addAll(TinyImages.mixed(80, 10_000, Split.VALIDATION));
        images.addAll(TinyImages.mixed(80, 20_000, Split.TEST));
        return images;
    }

    static String firstSpot() {
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

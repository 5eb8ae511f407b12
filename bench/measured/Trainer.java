import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.djl.DjlClassifierLoader;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.tensorflow.BareSteps;
import org.equipoise.trainer.tensorflow.NativeLibrary;
import org.equipoise.trainer.tensorflow.TensorFlowConfig;
import org.equipoise.trainer.tensorflow.TensorFlowNetworks;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.ObservedEpoch;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.StepSettings;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;

/**
 * The trainer service's own classes, measured in a process of their own, as each peer is. Compiled when it is run,
 * against the built service: no module may depend on a service.
 *
 * <p>Arguments: network ({@code article}, {@code residual} or {@code ensemble}), side, batch, threads. Then one command
 * a line from standard input, one JSON object a line to standard output, as {@code bench/peers/training.py} speaks too.
 */
public final class Trainer {

    private static final int CLASSES = 2;
    private static final int BATCHES = 16;
    private static final int WARM_UP = 12;
    private static final int WARM_UP_SINGLE = 100;
    private static final double LEARNING_RATE = 0.001;
    private static final int MEMBERS = 4;

    private final int batch;
    private final InputShape shape;
    private final Shard shard;
    private final TrainableNetwork network;
    private final DjlClassifierLoader loader;
    private final Champion champion;
    private final Map<String, byte[]> registry = new HashMap<>();
    private Classifier classifier;
    private long step;
    private Shard epoch;
    private boolean bareFirst;

    private Trainer(NetworkDescription description, int batch, TensorFlowConfig threads, Path scratch) {
        this.batch = batch;
        shape = description.input();
        shard = noise(shape, batch * BATCHES);
        var method = new TrainingMethod(
                Loss.crossEntropy(ClassWeights.none(CLASSES)), Optimiser.adam(), GradientClipping.off(), false, Symmetry.NONE);
        network = new TensorFlowNetworks(threads, scratch).open(description, method, 1);
        loader = new DjlClassifierLoader(new Registry(registry), scratch, threads.sessionConfig());
        champion = new Champion(
                "1",
                "bench/1",
                new LabelSet(List.of("no", "yes")),
                shape,
                new HealthyReference(List.of(0.5, 0.5), List.of(0.4, 0.4), List.of(0.6, 0.6), 100));
    }

    public static void main(String[] arguments) throws IOException {
        int side = Integer.parseInt(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        int intra = Integer.parseInt(arguments[3]);
        var input = new InputShape(side, side, 1);
        var residual = NetworkDescription.residual(input, CLASSES, 0, 8, 16);
        NetworkDescription description =
                switch (arguments[0]) {
                    case "article" -> NetworkDescription.articleCnn(input, CLASSES, 0);
                    case "residual" -> residual;
                    case "ensemble" -> residual.ensemble(MEMBERS);
                    default -> throw new IllegalArgumentException("no network is called " + arguments[0]);
                };
        Path scratch = Files.createTempDirectory("equipoise-bench");
        var trainer = new Trainer(description, batch, new Threads(intra), scratch);
        String device = trainer.network.device();
        System.out.printf(
                "{\"subject\":\"Equipoise, TensorFlow %s%s\",\"parameters\":%d}%n",
                NativeLibrary.version(), device.startsWith("GPU") ? ", " + device : "", description.parameters());
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] command = line.split(" ");
            double amount = Double.parseDouble(command[1]);
            System.out.println(
                    switch (command[0]) {
                        case "warm-up" -> trainer.warmUp();
                        case "train" -> json("trainBatch", trainer.train(amount));
                        case "score" -> json("DJL", trainer.score(amount));
                        case "single" -> json("DJL", trainer.single(amount));
                        case "telemetry" -> trainer.telemetry((int) amount);
                        case "steps" -> json("MiB", trainer.steps((int) amount));
                        case "reloads" -> json("MiB", trainer.reloads((int) amount));
                        default -> throw new IllegalArgumentException(line);
                    });
        }
        System.exit(0);
    }

    /** What a training loop does first, and what a scorer does: neither is counted. */
    private String warmUp() {
        for (int i = 0; i < WARM_UP; i++) {
            learn();
        }
        export();
        classifier = loader.load(champion);
        for (int i = 0; i < WARM_UP; i++) {
            classifier.classify(ImageBatch.slice(shard.format(), shard.pixels(), 0, batch));
        }
        for (int i = 0; i < WARM_UP_SINGLE; i++) {
            classifier.classify(ImageBatch.slice(shard.format(), shard.pixels(), 0, 1));
        }
        return "{}";
    }

    /** Images/s. */
    private double[] train(double seconds) {
        long images = 0;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < seconds * 1e9) {
            learn();
            images += batch;
        }
        return new double[] {images / ((System.nanoTime() - begin) / 1e9)};
    }

    private void learn() {
        int from = (int) (step % BATCHES) * batch;
        if (!network.trainBatch(shard, from, batch, settings()).finite()) {
            throw new IllegalStateException("training diverged in step " + step);
        }
        step++;
    }

    private StepSettings settings() {
        return new StepSettings(step, step, LEARNING_RATE, 0, StepSettings.Stage.EVERYTHING);
    }

    /** Seconds of wall time and of CPU time of an epoch with telemetry and of one without; who is first changes. */
    private String telemetry(int images) {
        if (epoch == null || epoch.size() != images) {
            epoch = noise(shape, images);
        }
        double[] without = bareFirst ? timed(this::bareEpoch) : new double[0];
        double[] with = timed(this::observedEpoch);
        without = bareFirst ? without : timed(this::bareEpoch);
        bareFirst = !bareFirst;
        return "{\"with\":" + array(with) + ",\"without\":" + array(without) + "}";
    }

    private void observedEpoch() {
        new ObservedEpoch(network, epoch, CLASSES, batch).train(step, LEARNING_RATE);
        step += (epoch.size() + batch - 1) / batch;
    }

    private void bareEpoch() {
        var steps = new BareSteps(network);
        for (int from = 0; from < epoch.size(); from += batch) {
            float loss = steps.train(epoch, from, Math.min(batch, epoch.size() - from), settings());
            if (!Float.isFinite(loss)) {
                throw new IllegalStateException("training diverged in step " + step);
            }
            step++;
        }
        network.probabilities(epoch, 0, Math.min(ObservedEpoch.PROBED, epoch.size()));
    }

    private static double[] timed(Runnable work) {
        var process = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        long wall = System.nanoTime();
        long cpu = process.getProcessCpuTime();
        work.run();
        return new double[] {(System.nanoTime() - wall) / 1e9, (process.getProcessCpuTime() - cpu) / 1e9};
    }

    /** Images/s in batches. */
    private double[] score(double seconds) {
        long images = 0;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < seconds * 1e9) {
            int from = (int) (images % (batch * BATCHES));
            classifier.classify(ImageBatch.slice(shard.format(), shard.pixels(), from, batch));
            images += batch;
        }
        return new double[] {images / ((System.nanoTime() - begin) / 1e9)};
    }

    /** Milliseconds for one image: p50, p99. */
    private double[] single(double seconds) {
        double[] millis = new double[1_000_000];
        int calls = 0;
        long begin = System.nanoTime();
        while (calls < millis.length && System.nanoTime() - begin < seconds * 1e9) {
            long before = System.nanoTime();
            classifier.classify(ImageBatch.slice(shard.format(), shard.pixels(), calls % shard.size(), 1));
            millis[calls++] = (System.nanoTime() - before) / 1e6;
        }
        double[] sorted = Arrays.copyOf(millis, calls);
        Arrays.sort(sorted);
        return new double[] {sorted[calls / 2], sorted[Math.min(calls - 1, (int) Math.ceil(calls * 0.99) - 1)]};
    }

    /** MiB of this process before and after so many steps; a tenth of them come first and are not counted. */
    private double[] steps(int count) throws IOException {
        for (int i = 0; i < count / 10; i++) {
            learn();
        }
        double before = residentMebibytes();
        for (int i = 0; i < count; i++) {
            learn();
        }
        return new double[] {before, residentMebibytes()};
    }

    /** MiB before and after loading, asking and closing a model so many times; a tenth of them come first. */
    private double[] reloads(int count) throws IOException {
        export();
        for (int i = 0; i < Math.max(1, count / 10); i++) {
            reload();
        }
        double before = residentMebibytes();
        for (int i = 0; i < count; i++) {
            reload();
        }
        return new double[] {before, residentMebibytes()};
    }

    private void reload() {
        try (Classifier loaded = loader.load(champion)) {
            loaded.classify(ImageBatch.slice(shard.format(), shard.pixels(), 0, batch));
        }
    }

    private void export() {
        registry.put(
                ModelObjects.savedModelKey(champion.artifactKey()),
                network.export(LogitCorrection.none(CLASSES)).zip());
    }

    private static double residentMebibytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        }
    }

    private static Shard noise(InputShape shape, int images) {
        byte[] pixels = new byte[images * shape.length()];
        var random = new Random(1);
        random.nextBytes(pixels);
        int[] labels = random.ints(images, 0, CLASSES).toArray();
        float[] weights = new float[images];
        Arrays.fill(weights, 1);
        return new Shard(shape, pixels, labels, weights);
    }

    private static String json(String variant, double[] numbers) {
        return "{\"" + variant + "\":" + array(numbers) + "}";
    }

    private static String array(double[] numbers) {
        var text = new StringBuilder("[");
        for (int i = 0; i < numbers.length; i++) {
            text.append(i == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.6g", numbers[i]));
        }
        return text.append("]").toString();
    }

    /** As many operations at a time as threads inside one, as the service has it. */
    private record Threads(int intraOpThreads) implements TensorFlowConfig {
        @Override
        public int interOpThreads() {
            return intraOpThreads;
        }

        @Override
        public Device device() {
            return Device.AUTO;
        }

        @Override
        public Optional<String> visibleGpus() {
            return Optional.empty();
        }

        @Override
        public boolean memoryGrowth() {
            return true;
        }

        @Override
        public boolean mixedPrecision() {
            return false;
        }
    }

    /** A registry in memory, because the object store is not what is measured. */
    private record Registry(Map<String, byte[]> objects) implements ObjectStore {
        @Override
        public void createBuckets() {}

        @Override
        public void put(Bucket bucket, String key, byte[] bytes, String contentType) {
            objects.put(key, bytes);
        }

        @Override
        public Optional<byte[]> get(Bucket bucket, String key) {
            return Optional.ofNullable(objects.get(key));
        }

        @Override
        public Optional<byte[]> get(Bucket bucket, String key, long maxBytes) {
            return get(bucket, key).filter(bytes -> bytes.length <= maxBytes);
        }

        @Override
        public Optional<Long> size(Bucket bucket, String key) {
            return get(bucket, key).map(bytes -> (long) bytes.length);
        }

        @Override
        public List<String> list(Bucket bucket, String prefix) {
            return objects.keySet().stream()
                    .filter(key -> key.startsWith(prefix))
                    .sorted()
                    .toList();
        }

        @Override
        public List<String> newest(Bucket bucket, String prefix, String end, int most) {
            throw new UnsupportedOperationException("a registry in memory keeps no times");
        }

        @Override
        public void delete(Bucket bucket, String key) {
            objects.remove(key);
        }

        @Override
        public boolean healthy() {
            return true;
        }
    }
}

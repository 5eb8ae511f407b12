package org.equipoise.trainer.checkpoint;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.training.AnswerCorrection;
import org.equipoise.trainer.training.Checkpoints;
import org.equipoise.trainer.training.FinishedModel;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunInterruptedException;
import org.equipoise.trainer.training.RunState;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.SplitPredictions;

/**
 * Runs in the {@code checkpoints} bucket, in a folder of each owner, {@code <run>/<attempt>-<trainer>/}, which no other
 * owner touches while it trains: {@code state.json} says where the run is and is always written last;
 * {@code epoch-<n>.zip} is a network after an epoch; {@code saved_model.zip}, {@code validation.npz}, {@code test.npz},
 * {@code correction.json} and {@code device.txt} are the finished model. A take-over copies what its state speaks of.
 *
 * <p>The state of a run is that of its newest owner. So an owner that was superseded, however long it slept and
 * wherever, writes over nothing; and as it looks for a newer one after it wrote, it finds that it lost the run before
 * it says anything.
 *
 * <p>A run that failed keeps its state and the network of its best epoch. So that failures do not fill the store, only
 * the {@value #FAILED_RUNS_KEPT} failed runs that were asked for last keep a network.
 */
public final class ObjectStoreCheckpoints implements Checkpoints {

    static final int FAILED_RUNS_KEPT = 10;

    private static final String STATE = "state.json";
    private static final String EPOCH = "epoch-";
    private static final String SAVED_MODEL = "saved_model.zip";
    private static final String VALIDATION = "validation.npz";
    private static final String TEST = "test.npz";
    private static final String CORRECTION = "correction.json";
    private static final String DEVICE = "device.txt";
    private static final String BINARY = "application/octet-stream";

    private final ObjectStore objects;

    public ObjectStoreCheckpoints(ObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public Optional<RunState> state(String runId) {
        Optional<String> newest = newestState(objects.list(Bucket.CHECKPOINTS, runId + "/"));
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> bytes = objects.get(Bucket.CHECKPOINTS, newest.get());
        // It is dropped only after a newer one was written.
        return bytes.isEmpty() ? state(runId) : Optional.of(read(bytes.get(), RunState.class, newest.get()));
    }

    /** By attempt and, among those that took the run at once, by trainer, as {@link RunState#supersedes}. */
    private static Optional<String> newestState(List<String> keysOfRun) {
        return keysOfRun.stream()
                .filter(key -> key.endsWith("/" + STATE))
                .max(Comparator.comparingInt(ObjectStoreCheckpoints::attempt).thenComparing(Comparator.naturalOrder()));
    }

    /** The number in {@code <run>/<attempt>-<trainer>/<object>}; 0 for what nobody owns. */
    private static int attempt(String key) {
        String[] parts = key.split("/", -1);
        return parts.length < 3 ? 0 : Integer.parseInt(parts[1].substring(0, parts[1].indexOf('-')));
    }

    private static <T> T read(byte[] bytes, Class<T> type, String key) {
        try {
            return EventCodec.read(bytes, type);
        } catch (MalformedEventException e) {
            throw unreadable(key, e);
        }
    }

    @Override
    public RunState takeOver(RunState from, String trainer) {
        String runId = from.request().runId();
        RunState taken = from.takenBy(trainer);
        String source = folder(from);
        for (String key : objects.list(Bucket.CHECKPOINTS, source)) {
            String name = key.substring(source.length());
            if (!name.equals(STATE) && !name.contains("/")) {
                // What is gone by now was dropped by an owner that goes on: the comparison below finds that.
                objects.get(Bucket.CHECKPOINTS, key)
                        .ifPresent(bytes -> objects.put(Bucket.CHECKPOINTS, folder(taken) + name, bytes, BINARY));
            }
        }
        if (!state(runId).orElse(from).equals(from)) {
            throw new RunInterruptedException("run " + runId + " goes on elsewhere while it is taken over");
        }
        write(taken);
        stopIfSuperseded(taken);
        return taken;
    }

    @Override
    public void stopIfSuperseded(RunState state) {
        state(state.request().runId())
                .filter(stored -> stored.supersedes(state))
                .ifPresent(stored -> {
                    throw new RunInterruptedException("run " + state.request().runId() + " was taken over: attempt "
                            + stored.attempt() + " goes on with it, this is attempt " + state.attempt());
                });
    }

    @Override
    public void save(RunState state) {
        stopIfSuperseded(state);
        write(state);
        stopIfSuperseded(state);
    }

    private void write(RunState state) {
        objects.put(Bucket.CHECKPOINTS, stateKey(state), EventCodec.write(state), "application/json");
    }

    @Override
    public void save(RunState state, byte[] network) {
        objects.put(Bucket.CHECKPOINTS, epochKey(state, state.epochs()), network, BINARY);
        save(state);
        List<String> needed = List.of(
                epochKey(state, state.epochs()),
                epochKey(state, state.stopping().bestEpoch()));
        for (String key : objects.list(Bucket.CHECKPOINTS, folder(state) + EPOCH)) {
            if (!needed.contains(key)) {
                objects.delete(Bucket.CHECKPOINTS, key);
            }
        }
    }

    @Override
    public byte[] network(RunState state, int epoch) {
        return objects.require(Bucket.CHECKPOINTS, epochKey(state, epoch));
    }

    @Override
    public void save(RunState state, FinishedModel model) {
        String folder = folder(state);
        objects.put(Bucket.CHECKPOINTS, folder + SAVED_MODEL, model.savedModel().zip(), "application/zip");
        objects.put(Bucket.CHECKPOINTS, folder + VALIDATION, npz(model.validation()), BINARY);
        objects.put(Bucket.CHECKPOINTS, folder + TEST, npz(model.test()), BINARY);
        objects.put(Bucket.CHECKPOINTS, folder + CORRECTION, EventCodec.write(model.correction()), "application/json");
        objects.put(
                Bucket.CHECKPOINTS,
                folder + DEVICE,
                model.device().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "text/plain");
        save(state);
    }

    @Override
    public FinishedModel finished(RunState state) {
        String folder = folder(state);
        return new FinishedModel(
                new SavedModel(objects.require(Bucket.CHECKPOINTS, folder + SAVED_MODEL)),
                predictions(folder + VALIDATION),
                predictions(folder + TEST),
                read(
                        objects.require(Bucket.CHECKPOINTS, folder + CORRECTION),
                        AnswerCorrection.class,
                        folder + CORRECTION),
                new String(
                        objects.require(Bucket.CHECKPOINTS, folder + DEVICE), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void tidy(String runId) {
        dropExamined(runId);
        List<String> keys = objects.list(Bucket.CHECKPOINTS, runId + "/");
        Optional<String> state = newestState(keys);
        for (String key : keys) {
            if (!state.equals(Optional.of(key))) {
                objects.delete(Bucket.CHECKPOINTS, key);
            }
        }
    }

    /** Shards that its augmentation was examined by, and that came after nobody waited for them. */
    private void dropExamined(String runId) {
        for (String of : List.of(ObjectKeys.originalsOf(runId), ObjectKeys.copiesOf(runId))) {
            objects.list(Bucket.SHARDS, of + "/").forEach(key -> objects.delete(Bucket.SHARDS, key));
        }
    }

    @Override
    public void tidyFailed(RunState failed) {
        String runId = failed.request().runId();
        dropExamined(runId);
        String best = EPOCH + failed.stopping().bestEpoch() + ".zip";
        List<String> keys = objects.list(Bucket.CHECKPOINTS, runId + "/");
        // The attempt that gave the run up need not be the one that trained it.
        Optional<String> network = keys.stream()
                .filter(key -> key.endsWith("/" + best))
                .max(Comparator.comparing((String key) -> key.equals(folder(failed) + best))
                        .thenComparingInt(ObjectStoreCheckpoints::attempt)
                        .thenComparing(Comparator.naturalOrder()));
        Optional<String> state = newestState(keys);
        for (String key : keys) {
            if (!state.equals(Optional.of(key)) && !network.equals(Optional.of(key))) {
                objects.delete(Bucket.CHECKPOINTS, key);
            }
        }
        objects.list(Bucket.CHECKPOINTS, "").stream()
                .filter(key -> key.contains("/" + EPOCH))
                .map(key -> key.substring(0, key.indexOf('/')))
                .distinct()
                .flatMap(run -> failure(run).stream())
                .sorted(Comparator.comparing(Failure::askedAt).reversed())
                .skip(FAILED_RUNS_KEPT)
                .forEach(old -> tidy(old.runId()));
    }

    private record Failure(String runId, Instant askedAt) {}

    /** A run that failed; one whose state cannot be read failed, too, and is the first to go. */
    private Optional<Failure> failure(String runId) {
        try {
            return state(runId)
                    .filter(state -> state.phase() == RunState.Phase.FAILED)
                    .map(state -> new Failure(runId, state.request().requestedAt()));
        } catch (RunFailedException e) {
            return Optional.of(new Failure(runId, Instant.MIN));
        }
    }

    private static String stateKey(RunState state) {
        return folder(state) + STATE;
    }

    /** What nobody took is not in a folder of an owner. */
    private static String folder(RunState state) {
        RunState.Owner owner = state.owner();
        String run = state.request().runId() + "/";
        return owner == null ? run : run + owner.attempt() + "-" + owner.trainer() + "/";
    }

    private static String epochKey(RunState state, int epoch) {
        return folder(state) + EPOCH + epoch + ".zip";
    }

    private static byte[] npz(SplitPredictions predictions) {
        int n = predictions.size();
        int[] labels = new int[n];
        float[] probabilities = new float[n * predictions.classes()];
        for (int i = 0; i < n; i++) {
            labels[i] = predictions.label(i);
            for (int k = 0; k < predictions.classes(); k++) {
                probabilities[i * predictions.classes() + k] = predictions.probability(i, k);
            }
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("labels", NpyArray.ofInts(labels, n));
        arrays.put("probabilities", NpyArray.ofFloats(probabilities, n, predictions.classes()));
        return Npz.write(arrays);
    }

    private SplitPredictions predictions(String key) {
        byte[] npz = objects.require(Bucket.CHECKPOINTS, key);
        try {
            Map<String, NpyArray> arrays = Npz.read(npz);
            NpyArray labels = arrays.get("labels");
            NpyArray probabilities = arrays.get("probabilities");
            if (labels == null || probabilities == null || probabilities.shape().size() != 2) {
                throw new IllegalArgumentException("no labels with probabilities [n, K], only " + arrays.keySet());
            }
            return new SplitPredictions(probabilities.shape().get(1), labels.toInts(), probabilities.toFloats());
        } catch (IllegalArgumentException e) {
            throw unreadable(key, e);
        }
    }

    private static RunFailedException unreadable(String key, Exception why) {
        return new RunFailedException(
                "object " + Bucket.CHECKPOINTS.wireName() + "/" + key + " cannot be read: " + why.getMessage());
    }
}

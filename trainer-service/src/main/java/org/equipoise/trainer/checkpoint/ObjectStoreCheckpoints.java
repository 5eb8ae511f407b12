package org.equipoise.trainer.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.training.AnswerCorrection;
import org.equipoise.trainer.training.Checkpoints;
import org.equipoise.trainer.training.FinishedModel;
import org.equipoise.trainer.training.RunState;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.SplitPredictions;

/**
 * Runs in the {@code checkpoints} bucket, under {@code <run>/}: {@code state.json} says where the run is and is always
 * written last; {@code epoch-<n>.zip} is a network after an epoch; {@code saved_model.zip}, {@code validation.npz},
 * {@code test.npz}, {@code correction.json} and {@code device.txt} are the finished model.
 */
public final class ObjectStoreCheckpoints implements Checkpoints {

    private static final String STATE = "/state.json";
    private static final String SAVED_MODEL = "/saved_model.zip";
    private static final String VALIDATION = "/validation.npz";
    private static final String TEST = "/test.npz";
    private static final String CORRECTION = "/correction.json";
    private static final String DEVICE = "/device.txt";
    private static final String BINARY = "application/octet-stream";

    private final ObjectStore objects;

    public ObjectStoreCheckpoints(ObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public Optional<RunState> state(String runId) {
        return objects.get(Bucket.CHECKPOINTS, runId + STATE)
                .map(bytes -> read(bytes, RunState.class, "the state of run " + runId));
    }

    private static <T> T read(byte[] bytes, Class<T> type, String what) {
        try {
            return EventCodec.read(bytes, type);
        } catch (MalformedEventException e) {
            throw new StorageException(what + " cannot be read", e);
        }
    }

    @Override
    public void save(RunState state) {
        objects.put(Bucket.CHECKPOINTS, state.request().runId() + STATE, EventCodec.write(state), "application/json");
    }

    @Override
    public void save(RunState state, byte[] network) {
        String runId = state.request().runId();
        objects.put(Bucket.CHECKPOINTS, epochKey(runId, state.epochs()), network, BINARY);
        save(state);
        List<String> needed = List.of(
                epochKey(runId, state.epochs()),
                epochKey(runId, state.stopping().bestEpoch()));
        for (String key : objects.list(Bucket.CHECKPOINTS, runId + "/epoch-")) {
            if (!needed.contains(key)) {
                objects.delete(Bucket.CHECKPOINTS, key);
            }
        }
    }

    @Override
    public byte[] network(String runId, int epoch) {
        return objects.require(Bucket.CHECKPOINTS, epochKey(runId, epoch));
    }

    @Override
    public void save(RunState state, FinishedModel model) {
        String runId = state.request().runId();
        objects.put(Bucket.CHECKPOINTS, runId + SAVED_MODEL, model.savedModel().zip(), "application/zip");
        objects.put(Bucket.CHECKPOINTS, runId + VALIDATION, npz(model.validation()), BINARY);
        objects.put(Bucket.CHECKPOINTS, runId + TEST, npz(model.test()), BINARY);
        objects.put(Bucket.CHECKPOINTS, runId + CORRECTION, EventCodec.write(model.correction()), "application/json");
        objects.put(
                Bucket.CHECKPOINTS,
                runId + DEVICE,
                model.device().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "text/plain");
        save(state);
    }

    @Override
    public FinishedModel finished(String runId) {
        return new FinishedModel(
                new SavedModel(objects.require(Bucket.CHECKPOINTS, runId + SAVED_MODEL)),
                predictions(objects.require(Bucket.CHECKPOINTS, runId + VALIDATION)),
                predictions(objects.require(Bucket.CHECKPOINTS, runId + TEST)),
                read(
                        objects.require(Bucket.CHECKPOINTS, runId + CORRECTION),
                        AnswerCorrection.class,
                        "the correction of run " + runId),
                new String(
                        objects.require(Bucket.CHECKPOINTS, runId + DEVICE), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void tidy(String runId) {
        for (String key : objects.list(Bucket.CHECKPOINTS, runId + "/")) {
            if (!key.equals(runId + STATE)) {
                objects.delete(Bucket.CHECKPOINTS, key);
            }
        }
    }

    private static String epochKey(String runId, int epoch) {
        return runId + "/epoch-" + epoch + ".zip";
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

    private static SplitPredictions predictions(byte[] npz) {
        Map<String, NpyArray> arrays = Npz.read(npz);
        NpyArray labels = java.util.Objects.requireNonNull(arrays.get("labels"));
        NpyArray probabilities = java.util.Objects.requireNonNull(arrays.get("probabilities"));
        return new SplitPredictions(probabilities.shape().get(1), labels.toInts(), probabilities.toFloats());
    }
}

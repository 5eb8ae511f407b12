package org.equipoise.trainer.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.equipoise.trainer.training.TrainedModel;

/** The name of a trained version. */
final class ModelVersion {

    static final int DIGITS = 12;

    private ModelVersion() {}

    /** First 12 hex digits of the SHA-256 over the saved model's SHA-256, the run's id and the dataset's version. */
    static String of(TrainedModel model) {
        String identity = model.savedModel().sha256() + "\n" + model.request().runId() + "\n"
                + model.dataset().version();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}

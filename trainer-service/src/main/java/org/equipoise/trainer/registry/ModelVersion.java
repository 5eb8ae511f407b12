package org.equipoise.trainer.registry;

import java.security.MessageDigest;

import org.equipoise.common.hashing.Sha256;
import org.equipoise.trainer.training.TrainedModel;

/** The name of a version: as long as what it was made of is the same, it is the same. */
public final class ModelVersion {

    private static final int DIGITS = 12;

    private ModelVersion() {}

    /** First 12 hex digits of the SHA-256 over the saved model's SHA-256, the run's id and the dataset's version. */
    public static String of(TrainedModel model) {
        String identity = model.savedModel().sha256() + "\n" + model.request().runId() + "\n"
                + model.dataset().version();
        return Sha256.hex(identity).substring(0, DIGITS);
    }

    /** First 12 hex digits of a SHA-256 over all that makes the version what it is. */
    public static String of(MessageDigest identity) {
        return Sha256.hex(identity).substring(0, DIGITS);
    }
}

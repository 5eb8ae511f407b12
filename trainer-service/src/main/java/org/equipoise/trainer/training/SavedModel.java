package org.equipoise.trainer.training;

import org.equipoise.common.hashing.Sha256;

/**
 * A zip of a TensorFlow SavedModel folder (tag {@code serve}); {@code saved_model.pb} is at the zip's root. Signature
 * {@code serving_default}: {@code images} uint8 {@code [n, height, width, channels]} to {@code probabilities} float32
 * {@code [n, K]}.
 */
public final class SavedModel {

    private final byte[] zip;

    /** Owns {@code zip}: the caller does not change it afterwards. */
    public SavedModel(byte[] zip) {
        this.zip = zip;
    }

    /** The zip's bytes; not a copy. */
    public byte[] zip() {
        return zip;
    }

    /** SHA-256 of the zip as 64 hex digits. */
    public String sha256() {
        return Sha256.hex(zip);
    }
}

package org.equipoise.common.storage;

/** The buckets of the object store, one per kind of object, so that each can have its own lifecycle and rights. */
public enum Bucket {
    /** Objects as the imaging systems put them. */
    STUDIES,
    /** Canonical images: {@code <dataset>/<imageId>.png}. */
    IMAGES,
    /**
     * Frozen versions: {@code <dataset>/<version>/manifest.jsonl}, {@code .../packed/<split>/part-N.npz}; what
     * pretrained networks see of their images, {@code .../features/...}, which goes with the version.
     */
    DATASETS,
    /** Augmented shards: {@code <run>/<epoch>/<shard>.npz}; deleted once consumed. */
    SHARDS,
    /** The registry: {@code <model>/<version>/saved_model.zip}, {@code model-card.json}, {@code model-card.html}. */
    MODELS,
    /** Pretrained networks: {@code named/<name>.json}, {@code weights/<sha256>.npz}, {@code graphs/<sha256>.pb}. */
    BACKBONES,
    /** Training state: {@code <run>/...}. */
    CHECKPOINTS,
    /** Objects that were refused, kept for a person to look at. */
    QUARANTINE;

    /** The bucket's name in S3. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

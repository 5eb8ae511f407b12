package org.equipoise.common.storage;

import org.equipoise.common.labels.Split;

/** The key of every object that two services must agree on. */
public final class ObjectKeys {

    /** Under {@link #modelVersion}: the model card for programs. */
    public static final String CARD_JSON = "/model-card.json";

    /** Under {@link #modelVersion}: the model card for people. */
    public static final String CARD_HTML = "/model-card.html";

    private ObjectKeys() {}

    /** In {@link Bucket#IMAGES}. */
    public static String image(String dataset, String imageId) {
        return dataset + "/" + imageId + ".png";
    }

    /** In {@link Bucket#DATASETS}: one JSON object per image, in pack order. */
    public static String manifest(String dataset, String version) {
        return dataset + "/" + version + "/manifest.jsonl";
    }

    /** In {@link Bucket#DATASETS}: {@code images} uint8 NHWC, {@code labels} int32. */
    public static String pack(String dataset, String version, Split split, int part) {
        return dataset + "/" + version + "/packed/" + split.wireName() + "/part-" + part + ".npz";
    }

    /** In {@link Bucket#SHARDS}: {@code images} uint8 NHWC, {@code labels} int32, {@code weights} float32. */
    public static String shard(String runId, int epoch, int shard) {
        return runId + "/" + epoch + "/" + shard + ".npz";
    }

    /** In {@link Bucket#MODELS}: the folder of a model version, without a trailing slash. */
    public static String modelVersion(String model, String version) {
        return model + "/" + version;
    }

    /** In {@link Bucket#MODELS}: a model trained elsewhere, as it was handed in. */
    public static String upload(String model, String sha256) {
        return model + "/uploads/" + sha256 + ".zip";
    }
}

package org.equipoise.common.storage;

import java.util.List;

import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.labels.Split;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The key of every object that two services must agree on. */
public final class ObjectKeys {

    /** Under {@link #modelVersion}: the model card for programs. */
    public static final String CARD_JSON = "/model-card.json";

    /** Under {@link #modelVersion}: the model card for people. */
    public static final String CARD_HTML = "/model-card.html";

    /** Of S3. */
    private static final int MOST_BYTES = 1024;

    /** Of stores that keep objects as files. */
    private static final int MOST_BYTES_OF_A_PART = 255;

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

    /**
     * In {@link Bucket#SHARDS}: {@code images} uint8 NHWC, {@code labels} int32, {@code weights} float32 and
     * {@code sources} int32; where images are mixed {@code partnerLabels} int32, {@code partnerShares} float32 and
     * {@code partnerSources} int32.
     */
    public static String shard(String runId, int epoch, int shard) {
        return runId + "/" + epoch + "/" + shard + ".npz";
    }

    /** The run under whose name originals are asked for where the augmentation of a run is examined. */
    public static String originalsOf(String runId) {
        return "originals-" + shortHash(runId);
    }

    /** The run under whose name augmented copies are asked for where the augmentation of a run is examined. */
    public static String copiesOf(String runId) {
        return "copies-" + shortHash(runId);
    }

    /** In {@link Bucket#SHARDS}: the folders of shards that a run may leave, with a trailing slash. */
    public static List<String> shardFolders(String runId) {
        return List.of(runId + "/", originalsOf(runId) + "/", copiesOf(runId) + "/");
    }

    /** A run's id may be as long as a key lets it. */
    private static String shortHash(String runId) {
        return Sha256.hex(runId.getBytes(UTF_8)).substring(0, 24);
    }

    /** In {@link Bucket#MODELS}: the folder of a model version, without a trailing slash. */
    public static String modelVersion(String model, String version) {
        return model + "/" + version;
    }

    /** In {@link Bucket#MODELS}: the folder of a model's diagnoses, with a trailing slash. */
    public static String diagnoses(String model) {
        return model + "/diagnoses/";
    }

    /** In {@link Bucket#MODELS}: the diagnosis of a run. */
    public static String diagnosis(String model, String runId) {
        return diagnoses(model) + runId + ".json";
    }

    /** In {@link Bucket#MODELS}: the same for people. */
    public static String diagnosisPage(String model, String runId) {
        return diagnoses(model) + runId + ".html";
    }

    /** In {@link Bucket#MODELS}: a model trained elsewhere, as it was handed in. */
    public static String upload(String model, String sha256) {
        return model + "/uploads/" + sha256 + ".zip";
    }

    /** In {@link Bucket#BACKBONES}: a file of pretrained weights, as it was handed in. */
    public static String backboneUpload(String sha256) {
        return "uploads/" + sha256;
    }

    /**
     * Whether every store can have an object of this key: what cannot be there need not be asked for, and some stores
     * answer such a question with an error that looks like an outage.
     */
    public static boolean isPossible(String key) {
        if (!UTF_8.newEncoder().canEncode(key)
                || key.chars().anyMatch(Character::isISOControl)
                || key.getBytes(UTF_8).length > MOST_BYTES) {
            return false;
        }
        for (String part : key.split("/", -1)) {
            int bytes = part.getBytes(UTF_8).length;
            if (bytes == 0 || bytes > MOST_BYTES_OF_A_PART || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}

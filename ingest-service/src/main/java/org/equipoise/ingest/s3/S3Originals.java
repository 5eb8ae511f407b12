package org.equipoise.ingest.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

import io.minio.BucketExistsArgs;
import io.minio.GetBucketLifecycleArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.ServerSideEncryption;
import io.minio.SetBucketLifecycleArgs;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Filter;
import io.minio.messages.Item;
import io.minio.messages.LifecycleConfiguration;
import io.minio.messages.LifecycleConfiguration.AbortIncompleteMultipartUpload;
import io.minio.messages.LifecycleConfiguration.Expiration;
import io.minio.messages.LifecycleConfiguration.NoncurrentVersionExpiration;
import io.minio.messages.LifecycleConfiguration.Rule;
import io.minio.messages.Status;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.storage.S3Settings;
import org.equipoise.common.storage.StorageException;
import org.equipoise.ingest.doors.Originals;
import org.jspecify.annotations.Nullable;

/**
 * Originals in a bucket of their own, each encrypted by the store and deleted by it. A store that does not say that it
 * encrypts, or does not keep the rule that deletes, gets none: they are never kept in the clear or for ever in silence.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingServerSideEncryption.html">SSE-S3</a>
 */
public final class S3Originals implements Originals {

    /** All keys begin so; the rule that deletes is for these alone, whatever else somebody has in the bucket. */
    static final String PREFIX = "dicom/";

    private static final String RULE = "equipoise-originals";
    private static final String ENCRYPTION = "x-amz-server-side-encryption";
    private static final String TRIAL = PREFIX + "trial-of-encryption";
    private static final long CONNECT_MILLIS = Duration.ofSeconds(5).toMillis();
    private static final int HASH_DIGITS = 16;
    private static final int CHUNK = 1 << 16;

    private final MinioClient client;
    private final String bucket;
    private final int days;
    private final ServerSideEncryption encryption;
    private boolean endsUploads;

    private S3Originals(MinioClient client, String bucket, int days, ServerSideEncryption encryption) {
        this.client = client;
        this.bucket = bucket;
        this.days = days;
        this.encryption = encryption;
    }

    /**
     * Makes sure of the bucket, of encryption and of deletion.
     *
     * @param silence how long the store may say nothing, or take nothing, in the middle of a call
     * @throws IllegalStateException if the settings make no sense, or the store does not do what they ask for, or does
     *     not answer
     */
    public static S3Originals open(S3Settings store, OriginalsSettings settings, Duration silence) {
        settings.check();
        MinioClient client = MinioClient.builder()
                .endpoint(store.endpoint())
                .credentials(store.accessKey(), store.secretKey())
                .region(store.region())
                .build();
        client.setTimeout(CONNECT_MILLIS, silence.toMillis(), silence.toMillis());
        String bucket = settings.bucket().orElseThrow();
        var originals = new S3Originals(client, bucket, settings.retention().orElseThrow(), encryption(settings));
        try {
            originals.make();
            originals.expire();
            originals.tryEncryption();
        } catch (IllegalStateException e) {
            try {
                client.close();
            } catch (Exception unclosed) {
                e.addSuppressed(unclosed);
            }
            if (e.getCause() instanceof IOException) {
                // So the client wraps what is no answer of the store.
                throw new IllegalStateException(
                        "originals cannot be kept: the object store " + store.endpoint() + " does not answer ("
                                + said(e) + "); start this service again when it does",
                        e);
            }
            throw e;
        }
        return originals;
    }

    private static ServerSideEncryption encryption(OriginalsSettings settings) {
        @Nullable String key = settings.kmsKey().orElse(null);
        try {
            return key == null ? new ServerSideEncryption.S3() : new ServerSideEncryption.KMS(key, null);
        } catch (MinioException e) {
            throw new IllegalStateException("equipoise.ingest.originals.kms-key cannot be used", e);
        }
    }

    private void make() {
        try {
            if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
                client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
            }
        } catch (ErrorResponseException e) {
            // Another service was faster: that is what we wanted. If the bucket is somebody else's, the rule is
            // refused.
            String code = e.errorResponse().code();
            if (!"BucketAlreadyOwnedByYou".equals(code) && !"BucketAlreadyExists".equals(code)) {
                throw refused("does not exist and cannot be made", e);
            }
        } catch (MinioException e) {
            throw refused("does not exist and cannot be made", e);
        }
    }

    /** A rule of ours beside those of others. One that stands is left alone: what another service reads stays so. */
    private void expire() {
        List<Rule> rules = new ArrayList<>();
        try {
            List<Rule> found = rules();
            if (found.stream().anyMatch(rule -> isOurs(rule) && endsUploads(rule))) {
                endsUploads = true;
                return;
            }
            for (Rule rule : found) {
                if (!RULE.equals(rule.id())) {
                    rules.add(rule);
                }
            }
            rules.add(new Rule(
                    Status.ENABLED,
                    new AbortIncompleteMultipartUpload(1),
                    new Expiration((@Nullable ZonedDateTime) null, days, null, null),
                    new Filter(PREFIX),
                    RULE,
                    new NoncurrentVersionExpiration(1, null),
                    null,
                    null));
            client.setBucketLifecycle(SetBucketLifecycleArgs.builder()
                    .bucket(bucket)
                    .config(new LifecycleConfiguration(rules))
                    .build());
            List<Rule> kept = rules().stream().filter(this::isOurs).toList();
            if (kept.isEmpty()) {
                throw refused("does not keep the rule that deletes after " + days + " days", null);
            }
            endsUploads = kept.stream().allMatch(S3Originals::endsUploads);
        } catch (MinioException | IllegalArgumentException e) {
            throw refused("does not take a rule that deletes after " + days + " days", e);
        }
    }

    private List<Rule> rules() throws MinioException {
        @Nullable LifecycleConfiguration found = client.getBucketLifecycle(
                GetBucketLifecycleArgs.builder().bucket(bucket).build());
        return found == null || found.rules() == null ? List.of() : found.rules();
    }

    private boolean isOurs(Rule rule) {
        @Nullable Expiration expiration = rule.expiration();
        @Nullable Filter filter = rule.filter();
        @Nullable NoncurrentVersionExpiration replaced = rule.noncurrentVersionExpiration();
        return RULE.equals(rule.id())
                && rule.status() == Status.ENABLED
                && filter != null
                && PREFIX.equals(filter.prefix())
                && expiration != null
                && Integer.valueOf(days).equals(expiration.days())
                && replaced != null
                && replaced.noncurrentDays() == 1;
    }

    private static boolean endsUploads(Rule rule) {
        @Nullable AbortIncompleteMultipartUpload unfinished = rule.abortIncompleteMultipartUpload();
        return unfinished != null && unfinished.daysAfterInitiation() == 1;
    }

    /**
     * Whether the store says that it deletes what was uploaded in part, after a day. MinIO does so, and does not say
     * it.
     */
    public boolean endsUploads() {
        return endsUploads;
    }

    private void tryEncryption() {
        try {
            byte[] nothing = {0};
            client.putObject(PutObjectArgs.builder()
                    .bucket(bucket)
                    .object(TRIAL)
                    .data(nothing, nothing.length)
                    .sse(encryption)
                    .build());
            boolean encrypted = isEncrypted(TRIAL);
            delete(TRIAL);
            if (!encrypted) {
                throw refused("keeps what it should encrypt in the clear", null);
            }
        } catch (MinioException | IllegalArgumentException e) {
            // The latter where a key of a key management would have to go over a plain connection.
            throw refused("does not encrypt", e);
        }
    }

    @Override
    public void keep(Path file, String name) {
        String key = PREFIX + name + "-" + hash(file) + ".dcm";
        boolean encrypted;
        try {
            client.uploadObject(UploadObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .filename(file.toString())
                    .contentType("application/dicom")
                    .sse(encryption)
                    .build());
            encrypted = isEncrypted(key);
            if (!encrypted) {
                delete(key);
            }
        } catch (MinioException | IllegalStateException e) {
            // The client wraps what is no answer of the store in the latter.
            throw new StorageException("an original could not be kept: " + said(e), e);
        }
        if (!encrypted) {
            throw new StorageException("an original was not encrypted by the store, and is deleted", null);
        }
    }

    /** Of the file as it came: another object under the same UIDs must not replace it. */
    private static String hash(Path file) {
        MessageDigest digest = Sha256.digest();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sha256.hex(digest).substring(0, HASH_DIGITS);
    }

    /** Where the bucket has versions, the store deletes them a day later. */
    @Override
    public int forget(String name) {
        int deleted = 0;
        try {
            ListObjectsArgs all = ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(PREFIX + name + "-")
                    .recursive(true)
                    .build();
            for (Result<Item> item : client.listObjects(all)) {
                delete(item.get().objectName());
                deleted++;
            }
        } catch (MinioException | IllegalStateException e) {
            throw new StorageException("originals could not be deleted: " + said(e), e);
        }
        return deleted;
    }

    private boolean isEncrypted(String key) throws MinioException {
        @Nullable String said = client.statObject(
                        StatObjectArgs.builder().bucket(bucket).object(key).build())
                .headers()
                .get(ENCRYPTION);
        return said != null && !said.isBlank();
    }

    private void delete(String key) throws MinioException {
        client.removeObject(
                RemoveObjectArgs.builder().bucket(bucket).object(key).build());
    }

    private IllegalStateException refused(String what, @Nullable Exception cause) {
        return new IllegalStateException(
                "originals cannot be kept: the object store's bucket " + bucket + " " + what
                        + (cause == null ? "" : " (" + said(cause) + ")")
                        + "; unset equipoise.ingest.originals.bucket, or use a store that can",
                cause);
    }

    /** In one line; the client's own text quotes the request. */
    private static String said(Exception e) {
        if (e instanceof ErrorResponseException answer) {
            return answer.errorResponse().code();
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getClass().getName();
    }

    @Override
    public String toString() {
        return "S3Originals[" + bucket + "]";
    }
}

package org.equipoise.common.storage;

import java.util.concurrent.CompletionException;

import io.minio.Http;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.errors.MinioException;

/**
 * Makes a bucket where the store is strict about S3's first region: {@code us-east-1} is asked for by naming none, and
 * Amazon and others refuse the request in which MinIO's client names it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html">CreateBucket</a>
 */
final class BucketMaker extends MinioAsyncClient {

    static final String FIRST_REGION = "us-east-1";

    BucketMaker(MinioAsyncClient client) {
        super(client);
    }

    /** Makes the bucket in {@link #FIRST_REGION}. */
    void make(String name) throws MinioException {
        var request = Http.S3Request.builder()
                .userAgent("Equipoise")
                .method(Http.Method.PUT)
                .args(MakeBucketArgs.builder().bucket(name).build())
                .build();
        try {
            executeAsync(request, FIRST_REGION).join().close();
        } catch (CompletionException e) {
            if (e.getCause() instanceof MinioException failure) {
                throw failure;
            }
            throw new IllegalStateException("cannot make bucket " + name, e.getCause());
        }
    }
}

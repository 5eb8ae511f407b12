package org.equipoise.common.storage;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** The object store on MinIO or any S3, path-style addresses. */
public final class S3ObjectStore implements ObjectStore {

    /** How long the store may say nothing, unless something else is said. */
    private static final Duration USUAL_SILENCE = Duration.ofSeconds(60);

    private final MinioClient client;
    private final BucketMaker bucketMaker;
    private final String endpoint;
    private final String region;

    public S3ObjectStore(S3Settings settings) {
        this(settings, USUAL_SILENCE);
    }

    /**
     * For one whose caller is waited for.
     *
     * @param silence how long the store may say nothing, or take nothing, in the middle of a call
     */
    public S3ObjectStore(S3Settings settings, Duration silence) {
        endpoint = settings.endpoint();
        region = settings.region();
        var http = new OkHttpClient.Builder()
                .socketFactory(new NoDelaySocketFactory())
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(Duration.ofSeconds(5))
                .readTimeout(silence)
                .writeTimeout(silence)
                .connectionPool(new ConnectionPool(32, 1, java.util.concurrent.TimeUnit.MINUTES))
                .build();
        client = MinioClient.builder()
                .endpoint(settings.endpoint())
                .credentials(settings.accessKey(), settings.secretKey())
                .region(settings.region())
                .httpClient(http, true)
                .build();
        bucketMaker = new BucketMaker(MinioAsyncClient.builder()
                .endpoint(settings.endpoint())
                .credentials(settings.accessKey(), settings.secretKey())
                .region(settings.region())
                .httpClient(http, false)
                .build());
    }

    @Override
    public void createBuckets() {
        for (Bucket bucket : Bucket.values()) {
            call("create bucket " + bucket.wireName(), () -> {
                String name = bucket.wireName();
                if (!client.bucketExists(BucketExistsArgs.builder().bucket(name).build())) {
                    makeBucket(name);
                }
                return true;
            });
        }
    }

    private void makeBucket(String name) throws MinioException {
        try {
            if (region.equals(BucketMaker.FIRST_REGION)) {
                bucketMaker.make(name);
            } else {
                client.makeBucket(MakeBucketArgs.builder().bucket(name).build());
            }
        } catch (ErrorResponseException e) {
            // Another service was faster: that is what we wanted.
            String code = e.errorResponse().code();
            if (!"BucketAlreadyOwnedByYou".equals(code) && !"BucketAlreadyExists".equals(code)) {
                throw e;
            }
        }
    }

    @Override
    public void put(Bucket bucket, String key, byte[] bytes, String contentType) {
        call(
                "put " + bucket.wireName() + "/" + key,
                () -> client.putObject(PutObjectArgs.builder()
                        .bucket(bucket.wireName())
                        .object(key)
                        .contentType(contentType)
                        .data(bytes, bytes.length)
                        .build()));
    }

    @Override
    public Optional<byte[]> get(Bucket bucket, String key) {
        return get(bucket, key, Integer.MAX_VALUE - 8);
    }

    @Override
    public Optional<byte[]> get(Bucket bucket, String key, long maxBytes) {
        return find("get " + bucket.wireName() + "/" + key, () -> {
            var args = GetObjectArgs.builder()
                    .bucket(bucket.wireName())
                    .object(key)
                    .build();
            try (var in = client.getObject(args)) {
                int most = (int) Math.min(Integer.MAX_VALUE - 8, maxBytes + 1);
                String said = in.headers().get("Content-Length");
                // Into one array of the right size: a stream of unknown length is collected and then copied.
                byte[] bytes =
                        said == null ? in.readNBytes(most) : new byte[(int) Math.min(most, Long.parseLong(said))];
                if (said != null && in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                    throw new EOFException("the object ended before its " + said + " bytes");
                }
                return bytes.length > maxBytes ? Optional.<byte[]>empty() : Optional.of(bytes);
            }
        });
    }

    @Override
    public <T> Optional<T> read(Bucket bucket, String key, Reading<T> reading) {
        return find("read " + bucket.wireName() + "/" + key, () -> {
            var args = GetObjectArgs.builder()
                    .bucket(bucket.wireName())
                    .object(key)
                    .build();
            try (var in = client.getObject(args)) {
                return Optional.of(reading.from(in));
            }
        });
    }

    @Override
    public Optional<Long> size(Bucket bucket, String key) {
        return find(
                "stat " + bucket.wireName() + "/" + key,
                () -> Optional.of(client.statObject(StatObjectArgs.builder()
                                .bucket(bucket.wireName())
                                .object(key)
                                .build())
                        .size()));
    }

    @Override
    public List<String> list(Bucket bucket, String prefix) {
        return items(bucket, prefix).stream().map(Item::objectName).sorted().toList();
    }

    @Override
    public List<String> newest(Bucket bucket, String prefix, String end, int most) {
        return items(bucket, prefix).stream()
                .filter(item -> item.objectName().endsWith(end))
                .sorted(Comparator.comparing(Item::lastModified)
                        .thenComparing(Item::objectName)
                        .reversed())
                .limit(most)
                .map(Item::objectName)
                .toList();
    }

    private List<Item> items(Bucket bucket, String prefix) {
        return call("list " + bucket.wireName() + "/" + prefix, () -> {
            List<Item> items = new ArrayList<>();
            var args = ListObjectsArgs.builder()
                    .bucket(bucket.wireName())
                    .prefix(prefix)
                    .recursive(true)
                    .build();
            for (var result : client.listObjects(args)) {
                items.add(result.get());
            }
            return items;
        });
    }

    @Override
    public void delete(Bucket bucket, String key) {
        call("delete " + bucket.wireName() + "/" + key, () -> {
            client.removeObject(RemoveObjectArgs.builder()
                    .bucket(bucket.wireName())
                    .object(key)
                    .build());
            return true;
        });
    }

    @Override
    public boolean healthy() {
        try {
            return call(
                    "find bucket " + Bucket.STUDIES.wireName(),
                    () -> client.bucketExists(BucketExistsArgs.builder()
                            .bucket(Bucket.STUDIES.wireName())
                            .build()));
        } catch (StorageException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "S3ObjectStore[" + endpoint + "]";
    }

    private <T> Optional<T> find(String what, Call<Optional<T>> action) {
        return call(what, () -> {
            try {
                return action.run();
            } catch (ErrorResponseException e) {
                if ("NoSuchKey".equals(e.errorResponse().code())) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private <T> T call(String what, Call<T> action) {
        try {
            return action.run();
        } catch (MinioException | IOException e) {
            throw failed(what, e);
        } catch (IllegalStateException e) {
            // So the client wraps what is no answer of the store: refused, reset and timed-out connections.
            if (e.getCause() == null) {
                throw e;
            }
            throw failed(what, e.getCause());
        }
    }

    private StorageException failed(String what, Throwable cause) {
        return new StorageException(what + " at " + endpoint + ": " + said(cause), cause);
    }

    /** In one line; the client's own text quotes the request and the answer with all their headers. */
    private static String said(Throwable cause) {
        if (cause instanceof ErrorResponseException refused) {
            return refused.errorResponse().code() + ", "
                    + refused.errorResponse().message();
        }
        return cause.toString();
    }

    private interface Call<T> {
        T run() throws MinioException, IOException;
    }

    /** OkHttp leaves Nagle's algorithm on: a PUT larger than one of its segments then waits about 40 ms for an ACK. */
    private static final class NoDelaySocketFactory extends SocketFactory {

        private final SocketFactory delegate = SocketFactory.getDefault();

        @Override
        public Socket createSocket() throws IOException {
            return noDelay(delegate.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return noDelay(delegate.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return noDelay(delegate.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return noDelay(delegate.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return noDelay(delegate.createSocket(host, port, local, localPort));
        }

        private static Socket noDelay(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return socket;
        }
    }
}

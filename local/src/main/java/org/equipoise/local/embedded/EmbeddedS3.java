package org.equipoise.local.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import org.equipoise.common.storage.S3Settings;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server in this JVM, on loopback, with its objects as files. */
public final class EmbeddedS3 implements AutoCloseable {

    private final S3Proxy proxy;
    private final S3Settings settings;

    private EmbeddedS3(S3Proxy proxy, S3Settings settings) {
        this.proxy = proxy;
        this.settings = settings;
    }

    /**
     * Starts a server with its objects under {@code directory}.
     *
     * @param port 0 for any free one
     */
    public static EmbeddedS3 start(Path directory, int port, String accessKey, String secretKey) throws IOException {
        Files.createDirectories(directory);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
                .jettyMaxThreads(32)
                .stopTimeout(2000)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IOException("cannot start the S3 server on port " + port, e);
        }
        String endpoint = "http://127.0.0.1:" + proxy.getPort();
        return new EmbeddedS3(proxy, new S3Settings(endpoint, accessKey, secretKey, "us-east-1"));
    }

    /** How clients reach it. */
    public S3Settings settings() {
        return settings;
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server did not stop", e);
        }
    }
}

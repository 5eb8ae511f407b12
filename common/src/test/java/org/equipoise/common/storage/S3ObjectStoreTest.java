package org.equipoise.common.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What callers can catch when the store is away. That it stores and finds is tested where there is an S3 server. */
class S3ObjectStoreTest {

    private ServerSocket server = closedSocket();

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        var hangUp = new Thread(this::hangUpOnEveryone, "hang-up");
        hangUp.setDaemon(true);
        hangUp.start();
    }

    @AfterEach
    void stopListening() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aStoreThatIsNotThereIsAStorageException(Consumer<ObjectStore> call) throws IOException {
        // Bound, so that no other process takes the port, and never listening: a closed listener that still waits in
        // accept can take one caller more and reset it.
        try (var nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ObjectStore store = storeAt(nobody.getLocalPort());

            assertThatThrownBy(() -> call.accept(store))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("at http://127.0.0.1:")
                    .hasMessageContaining("ConnectException");
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aConnectionThatBreaksIsAStorageException(Consumer<ObjectStore> call) {
        ObjectStore store = storeAt(server.getLocalPort());

        assertThatThrownBy(() -> call.accept(store)).isInstanceOf(StorageException.class);
    }

    @Test
    void aStoreThatTakesACallAndSaysNothingIsGivenUp() throws IOException {
        try (var silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            var settings =
                    new S3Settings("http://127.0.0.1:" + silent.getLocalPort(), "equipoise", "secret-key", "us-east-1");
            ObjectStore store = new S3ObjectStore(settings, Duration.ofMillis(100));

            assertThatThrownBy(() -> store.put(Bucket.STUDIES, "a", new byte[1], "image/png"))
                    .isInstanceOf(StorageException.class);
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsNotHealthy() throws IOException {
        ObjectStore store = storeAt(server.getLocalPort());

        assertThat(store.healthy()).isFalse();
        server.close();
        assertThat(store.healthy()).isFalse();
    }

    static Stream<Consumer<ObjectStore>> calls() {
        return Stream.of(
                ObjectStore::createBuckets,
                store -> store.put(Bucket.IMAGES, "a", new byte[1], "image/png"),
                store -> store.get(Bucket.IMAGES, "a"),
                store -> store.get(Bucket.IMAGES, "a", 10),
                store -> store.size(Bucket.IMAGES, "a"),
                store -> store.list(Bucket.IMAGES, ""),
                store -> store.delete(Bucket.IMAGES, "a"));
    }

    private void hangUpOnEveryone() {
        while (!server.isClosed()) {
            try (Socket caller = server.accept()) {
                caller.setSoLinger(true, 0);
            } catch (IOException e) {
                return;
            }
        }
    }

    private static ObjectStore storeAt(int port) {
        return new S3ObjectStore(new S3Settings("http://127.0.0.1:" + port, "equipoise", "secret-key", "us-east-1"));
    }

    private static ServerSocket closedSocket() {
        try {
            return new ServerSocket();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

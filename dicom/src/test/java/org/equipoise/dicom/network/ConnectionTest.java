package org.equipoise.dicom.network;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Reads end at their deadline, and writes when somebody looks. */
class ConnectionTest {

    private static final long SECOND = 1_000_000_000L;

    private final ServerSocket server = server();
    private final Socket peer = new Socket();
    private Socket accepted = new Socket();

    private static ServerSocket server() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void connect() throws IOException {
        peer.connect(server.getLocalSocketAddress());
        accepted = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        accepted.close();
        server.close();
    }

    @Test
    void bytesComeInOrderHoweverTheyAreAskedFor() throws Exception {
        Connection connection = new Connection(accepted, Duration.ofSeconds(1));
        connection.deadline(System.nanoTime() + 10 * SECOND);
        byte[] sent = new byte[200_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 7 + i / 256);
        }
        sent[1] = (byte) 0xFF;
        Thread sender = new Thread(() -> {
            try {
                peer.getOutputStream().write(sent);
                peer.shutdownOutput();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        sender.start();

        assertThat(connection.u8()).isZero();
        assertThat(connection.u32())
                .isEqualTo(0xFF00_0000L | (sent[2] & 0xFF) << 16 | (sent[3] & 0xFF) << 8 | (sent[4] & 0xFF));
        ByteBuffer next = connection.next(3);
        assertThat(next.remaining()).isBetween(1, 3);
        int at = 5 + next.remaining();
        assertThat(connection.array(sent.length - at)).isEqualTo(Arrays.copyOfRange(sent, at, sent.length));
        assertThatThrownBy(connection::u8).isInstanceOf(EOFException.class);
        sender.join();
    }

    @Test
    void aReadEndsAtTheDeadline() throws Exception {
        Connection connection = new Connection(accepted, Duration.ofSeconds(1));
        connection.deadline(System.nanoTime() + SECOND / 20);
        assertThatThrownBy(connection::u8).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aReadEndsWhenTheInputIsEndedHere() throws Exception {
        Connection connection = new Connection(accepted, Duration.ofSeconds(1));
        connection.deadline(System.nanoTime() + 60 * SECOND);
        connection.endInput();
        assertThatThrownBy(connection::u8).isInstanceOf(EOFException.class);
    }

    @Test
    void aWriteThatNobodyReadsIsEndedAndOthersAreNot() throws Exception {
        Connection connection = new Connection(accepted, Duration.ofMillis(100));
        connection.write(new byte[10]);
        connection.closeIfStuck();
        assertThat(connection.isStuck()).isFalse();
        CountDownLatch failed = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            try {
                while (true) {
                    connection.write(new byte[1 << 20]);
                }
            } catch (IOException e) {
                failed.countDown();
            }
        });
        writer.start();
        while (!connection.isStuck()) {
            connection.closeIfStuck();
            Thread.onSpinWait();
        }
        failed.await();
        writer.join();
    }
}

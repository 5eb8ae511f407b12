package org.equipoise.dicom.network;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import org.equipoise.dicom.network.ProtocolException.Abort;
import org.jspecify.annotations.Nullable;

/** A data set that arrives: written to a file, or counted and dropped if it is refused already. */
final class IncomingObject implements Closeable {

    static final String PREFIX = "c-store-";
    static final String SUFFIX = ".dcm";

    private final long most;
    private long bytes;
    private @Nullable StoreStatus refusal;
    private @Nullable Path file;
    private @Nullable FileChannel channel;

    private IncomingObject(long most) {
        this.most = most;
    }

    /** One that is read to its end for the sake of the answer, and dropped. */
    static IncomingObject refused(StoreStatus refusal, long most) {
        IncomingObject object = new IncomingObject(most);
        object.refusal = refusal;
        return object;
    }

    /** One that is written behind some bytes, to a new file that only its owner can read. */
    static IncomingObject in(Path folder, byte[] head, long most) {
        IncomingObject object = new IncomingObject(most);
        try {
            object.file = Files.createTempFile(folder, PREFIX, SUFFIX);
            FileChannel opened = FileChannel.open(object.file, StandardOpenOption.WRITE);
            object.channel = opened;
            write(opened, ByteBuffer.wrap(head));
        } catch (IOException e) {
            object.refuse(notWritten());
        }
        return object;
    }

    /**
     * The next bytes. What is too long is refused, but goes on to arrive: an answer can only be given behind its end.
     *
     * @throws ProtocolException if it is longer than twice what is permitted
     */
    void append(ByteBuffer next) throws ProtocolException {
        bytes += next.remaining();
        if (bytes > most) {
            refuse(StoreStatus.outOfResources("the data set is longer than " + most + " bytes"));
        }
        if (bytes / 2 > most) {
            throw new ProtocolException(
                    Abort.NOT_SPECIFIED, "a data set of more than " + 2 * most + " bytes, limit " + most);
        }
        if (channel != null) {
            try {
                write(channel, next);
            } catch (IOException e) {
                refuse(notWritten());
            }
        }
    }

    /** What is answered instead of asking the handler. */
    Optional<StoreStatus> refusal() {
        return Optional.ofNullable(refusal);
    }

    long bytes() {
        return bytes;
    }

    /** The whole file; empty if it is refused, as it is if the last bytes cannot be written. */
    Optional<Path> complete() {
        if (channel != null) {
            try {
                channel.close();
                channel = null;
            } catch (IOException e) {
                refuse(notWritten());
            }
        }
        return Optional.ofNullable(file);
    }

    private void refuse(StoreStatus status) {
        if (refusal == null) {
            refusal = status;
        }
        close();
    }

    private static StoreStatus notWritten() {
        return StoreStatus.outOfResources("the object cannot be written to disk");
    }

    private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    /** The file goes. */
    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // It is deleted.
        }
        channel = null;
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The next start deletes it.
        }
        file = null;
    }
}

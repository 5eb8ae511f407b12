package org.equipoise.augment.packs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.storage.StorageException;

/**
 * A training split in a file: a head of 64 bytes (8 of a mark, then {@code n, height, width, channels, bits} int32 and
 * a CRC-32 of all that follows as int64), the samples image by image, the classes int32; little-endian. Any image can
 * be read without the others.
 */
final class SplitFile implements Samples, AutoCloseable {

    static final int HEAD = 64;
    static final long MARK = 0x31304b4341505145L;
    private static final int CRC_AT = 28;
    private static final int CHUNK = 1 << 18;

    /** No dataset has so many images or sides; a head that says so is none. */
    private static final int MOST_IMAGES = 1 << 28;

    private final Path file;
    private final FileChannel channel;
    private final int imageBytes;
    private final TrainingSplit split;

    private SplitFile(Path file, FileChannel channel, InputShape shape, int bits, int[] labels) {
        this.file = file;
        this.channel = channel;
        imageBytes = shape.length() * (bits / Byte.SIZE);
        split = new TrainingSplit(shape, bits, labels, this);
    }

    /** The head of such a file. */
    static ByteBuffer head(int images, InputShape shape, int bits, long crc) {
        ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(MARK).putInt(images).putInt(shape.height()).putInt(shape.width());
        head.putInt(shape.channels()).putInt(bits).putLong(CRC_AT, crc);
        return head.position(HEAD).flip();
    }

    /**
     * Opens a file and checks all of it: head, size, checksum.
     *
     * @return empty if it is none, is cut off, or has changed
     * @throws IOException if it cannot be read
     */
    static Optional<SplitFile> open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Optional<SplitFile> opened = Optional.empty();
        try {
            opened = checked(file, channel);
            return opened;
        } finally {
            if (opened.isEmpty()) {
                channel.close();
            }
        }
    }

    private static Optional<SplitFile> checked(Path file, FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
        if (!full(channel, head, 0)) {
            return Optional.empty();
        }
        head.flip();
        long mark = head.getLong();
        int images = head.getInt();
        int height = head.getInt();
        int width = head.getInt();
        int channels = head.getInt();
        int bits = head.getInt();
        if (mark != MARK || images < 1 || images > MOST_IMAGES || (bits != Byte.SIZE && bits != Short.SIZE)) {
            return Optional.empty();
        }
        InputShape shape;
        try {
            shape = new InputShape(width, height, channels);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        long samples = (long) images * shape.length() * (bits / Byte.SIZE);
        if (channel.size() != HEAD + samples + (long) images * Integer.BYTES || crc(channel) != head.getLong(CRC_AT)) {
            return Optional.empty();
        }
        ByteBuffer classes = ByteBuffer.allocate(images * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (!full(channel, classes, HEAD + samples)) {
            return Optional.empty();
        }
        int[] labels = new int[images];
        classes.flip().asIntBuffer().get(labels);
        return Optional.of(new SplitFile(file, channel, shape, bits, labels));
    }

    private static long crc(FileChannel channel) throws IOException {
        var crc = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long at = HEAD;
        for (int read = channel.read(chunk, at); read >= 0; read = channel.read(chunk, at)) {
            crc.update(chunk.flip());
            chunk.clear();
            at += read;
        }
        return crc.getValue();
    }

    private static boolean full(FileChannel channel, ByteBuffer to, long from) throws IOException {
        while (to.hasRemaining()) {
            if (channel.read(to, from + to.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Copies what arrives. */
    static void copy(InputStream data, Sink to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = data.read(chunk); read >= 0; read = data.read(chunk)) {
            to.write(ByteBuffer.wrap(chunk, 0, read));
        }
    }

    /** Takes bytes. */
    @FunctionalInterface
    interface Sink {
        void write(ByteBuffer bytes);
    }

    TrainingSplit split() {
        return split;
    }

    /** Whether it can be read; not after a failure. */
    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public byte[] of(int image) {
        byte[] samples = new byte[imageBytes];
        try {
            if (!full(channel, ByteBuffer.wrap(samples), HEAD + (long) image * imageBytes)) {
                close();
                throw new StorageException("the file " + file + " ended before image " + image, null);
            }
        } catch (IOException e) {
            // Opened anew, it is checked anew.
            close();
            throw new StorageException("cannot read the file " + file + ": " + e, e);
        }
        return samples;
    }

    @Override
    public int offset(int image) {
        return 0;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageException("cannot close the file " + file + ": " + e, e);
        }
    }
}

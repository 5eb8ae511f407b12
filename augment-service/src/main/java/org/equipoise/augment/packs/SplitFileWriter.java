package org.equipoise.augment.packs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;

import org.equipoise.common.npz.NpyArray;
import org.jspecify.annotations.Nullable;

/** Writes the packs of a split into one file, piece by piece as they arrive. */
final class SplitFileWriter implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final JoinedPacks joined = new JoinedPacks();
    private final CRC32 crc = new CRC32();

    private final Room room;
    private long written = SplitFile.HEAD;

    private SplitFileWriter(Path file, FileChannel channel, Room room) {
        this.file = file;
        this.channel = channel;
        this.room = room;
    }

    /**
     * How large a file may be.
     *
     * @param whose what sets the bound, as a sentence names it after the bytes
     */
    record Room(long bytes, String whose) {}

    /**
     * Writes a file, replacing what is there.
     *
     * @throws IllegalArgumentException if a pack is missing or none, or they do not go together, or are larger
     *     unpacked; the message names the pack
     * @throws org.equipoise.common.storage.StorageException if the object store breaks off or the file cannot be
     *     written
     */
    static void write(Path file, Room room, StoredPacks packs, List<StoredPacks.Stored> stored) {
        try (var writer = new SplitFileWriter(
                file,
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE),
                room)) {
            writer.channel.position(SplitFile.HEAD);
            for (StoredPacks.Stored pack : stored) {
                writer.add(packs, pack);
            }
            writer.end();
        } catch (IOException e) {
            throw new CacheFolderException(file, e);
        }
    }

    private void add(StoredPacks packs, StoredPacks.Stored pack) {
        var arrays = new Arrays();
        packs.stream(pack, (array, data) -> {
            if (array.name().equals("images")) {
                joined.images(array.shape(), array.dtype());
                arrays.images = array.shape().get(0);
                SplitFile.copy(data, this::append);
            } else if (array.name().equals("labels")) {
                arrays.labels = array.read(data);
            }
        });
        if (arrays.images < 0 || arrays.labels == null) {
            throw new IllegalArgumentException(
                    "pack " + pack.key() + " has no array \"" + (arrays.images < 0 ? "images" : "labels") + "\"");
        }
        try {
            joined.labels(arrays.images, arrays.labels);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("pack " + pack.key() + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Of one pack. */
    private static final class Arrays {
        private int images = -1;
        private @Nullable NpyArray labels;
    }

    private void end() throws IOException {
        int[] labels = joined.labels();
        ByteBuffer classes = ByteBuffer.allocate(labels.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        classes.asIntBuffer().put(labels);
        append(classes);
        ByteBuffer head = SplitFile.head(labels.length, joined.shape(), joined.bits(), crc.getValue());
        channel.position(0);
        while (head.hasRemaining()) {
            channel.write(head);
        }
    }

    private void append(ByteBuffer bytes) {
        written += bytes.remaining();
        if (written > room.bytes()) {
            throw new IllegalArgumentException(
                    "unpacked it is more than the " + room.bytes() + " bytes " + room.whose());
        }
        crc.update(bytes.duplicate());
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new CacheFolderException(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package org.equipoise.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes that stay where they are: an array, or a file that is opened for each reading and so needs no closing. */
interface Bytes {

    /** How many there are. */
    long size();

    /**
     * Copies some of them.
     *
     * @throws EOFException if there are fewer: a file became shorter
     */
    void read(long position, byte[] into, int offset, int length) throws IOException;

    /** Those of an array, which must not be changed afterwards. */
    static Bytes of(byte[] array) {
        return new Bytes() {
            @Override
            public long size() {
                return array.length;
            }

            @Override
            public void read(long position, byte[] into, int offset, int length) {
                System.arraycopy(array, Math.toIntExact(position), into, offset, length);
            }
        };
    }

    /** Those of a file, as many as it has now. */
    static Bytes of(Path file) throws IOException {
        long size = Files.size(file);
        return new Bytes() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void read(long position, byte[] into, int offset, int length) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
                    while (buffer.hasRemaining()) {
                        if (channel.read(buffer, position + buffer.position() - offset) < 0) {
                            // Without the file's name, which may be a patient's.
                            throw new EOFException("the file ends before byte " + (position + length));
                        }
                    }
                }
            }
        };
    }
}

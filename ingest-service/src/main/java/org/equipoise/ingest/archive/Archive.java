package org.equipoise.ingest.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files of a zip archive, in the order of its directory; folders are left out, and names are not looked at. Its
 * directory is bounded before it is read, what is unpacked while it is.
 */
public final class Archive implements AutoCloseable {

    /** Bytes of the directory, which is held in memory. */
    static final int MOST_DIRECTORY_BYTES = 8 << 20;

    /** Bytes that are unpacked of one that is packed; images that are worth looking at have far fewer. */
    static final int MOST_RATIO = 200;

    private static final int END_BYTES = 22;
    private static final int MOST_COMMENT = 0xFFFF;
    private static final int END_SIGNATURE = 0x06054b50;

    /** What a number of the last record is when zip64's record has the true one. */
    private static final int ELSEWHERE = 0xFFFFFFFF;

    private static final int COUNT_ELSEWHERE = 0xFFFF;

    private final ZipFile zip;
    private final long mostUnpacked;
    private long unpacked;

    private Archive(ZipFile zip, long mostUnpacked) {
        this.zip = zip;
        this.mostUnpacked = mostUnpacked;
    }

    /**
     * Opens an archive.
     *
     * @throws ArchiveException if it is none, or one of zip64, or its directory is too large
     * @throws IOException if the file cannot be read
     */
    public static Archive open(Path file) throws IOException {
        checkDirectory(file);
        try {
            // Any byte is a character of Latin-1: what a name is in does not matter here.
            var zip = new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1);
            return new Archive(zip, MOST_RATIO * Files.size(file));
        } catch (ZipException e) {
            throw damaged();
        }
    }

    /**
     * The last record says how large the directory is. It has to be the end of the file: of two records, it would
     * depend on the reader which of them counts.
     */
    private static void checkDirectory(Path path) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            int count = (int) Math.min(file.length(), END_BYTES + MOST_COMMENT);
            byte[] end = new byte[count];
            file.seek(file.length() - count);
            file.readFully(end);
            ByteBuffer bytes = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = count - END_BYTES; i >= 0; i--) {
                if (bytes.getInt(i) == END_SIGNATURE) {
                    int comment = Short.toUnsignedInt(bytes.getShort(i + 20));
                    if (i + END_BYTES + comment != count) {
                        throw damaged();
                    }
                    checkEnd(bytes.position(i).slice().order(ByteOrder.LITTLE_ENDIAN));
                    return;
                }
            }
            throw damaged();
        }
    }

    private static void checkEnd(ByteBuffer end) throws ArchiveException {
        boolean zip64 = Short.toUnsignedInt(end.getShort(10)) == COUNT_ELSEWHERE
                || end.getInt(12) == ELSEWHERE
                || end.getInt(16) == ELSEWHERE;
        if (zip64) {
            throw new ArchiveException(
                    "a zip64 archive, of 65535 files or 4 GiB and more, is not taken: send its files in several", true);
        }
        long size = Integer.toUnsignedLong(end.getInt(12));
        if (size > MOST_DIRECTORY_BYTES) {
            throw new ArchiveException(
                    "the archive's directory has " + size + " bytes, the limit is " + MOST_DIRECTORY_BYTES, true);
        }
    }

    private static ArchiveException damaged() {
        return new ArchiveException("the body is no whole zip archive", false);
    }

    /** Takes one file. */
    @FunctionalInterface
    public interface Taking {
        void take(InputStream file) throws IOException;
    }

    /**
     * Gives each file to whoever takes it.
     *
     * @throws ArchiveException if one is damaged, or too much would be unpacked
     */
    public void forEach(Taking taking) throws IOException {
        List<? extends ZipEntry> entries =
                zip.stream().filter(entry -> !entry.isDirectory()).toList();
        for (ZipEntry entry : entries) {
            try (InputStream in = new Counted(stored(entry))) {
                taking.take(in);
            }
        }
    }

    private InputStream stored(ZipEntry entry) throws ArchiveException {
        try {
            return zip.getInputStream(entry);
        } catch (IOException e) {
            throw damaged();
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** What zlib throws is a damaged archive. */
    private final class Counted extends FilterInputStream {

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count;
            try {
                count = super.read(target, offset, length);
            } catch (IOException e) {
                throw damaged();
            }
            unpacked += Math.max(0, count);
            if (unpacked > mostUnpacked) {
                throw new ArchiveException("the archive unpacks to more than " + MOST_RATIO + " times its size", true);
            }
            return count;
        }
    }
}

package org.equipoise.trainer.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.equipoise.trainer.backbone.InvalidBackboneException;

/**
 * Unpacks a zip in memory by its directory, which is at its end. {@code torch.save} stores its files as they are and
 * says their sizes behind them, so whoever reads from the start on does not know where one ends.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">PKWARE, .ZIP File Format Specification</a>
 */
public final class ZipDirectory {

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LISTED = 0x02014b50;
    private static final int LISTED_BYTES = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int MOST_COMMENT = 0xffff;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1;

    private final ByteBuffer zip;
    private final long mostBytes;
    private final int mostFiles;

    /**
     * @param file its bytes
     * @param mostBytes of all files, unpacked
     */
    public ZipDirectory(byte[] file, long mostBytes, int mostFiles) {
        zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        this.mostBytes = mostBytes;
        this.mostFiles = mostFiles;
    }

    /**
     * Its files by name; folders are left out.
     *
     * @throws InvalidBackboneException if it is damaged or cut short, or holds more than it may
     */
    public Map<String, byte[]> files() {
        int end = end();
        int count = unsigned(end + 10);
        long at = whole(end + 16);
        if (count > mostFiles) {
            throw tooMuch();
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        long left = mostBytes;
        for (int i = 0; i < count; i++) {
            int listed = block(at, LISTED, LISTED_BYTES);
            long size = whole(listed + 24);
            left -= size;
            if (left < 0) {
                throw tooMuch();
            }
            String name = text(listed + LISTED_BYTES, unsigned(listed + 28));
            if (!name.endsWith("/") && files.put(name, file(listed, (int) size)) != null) {
                throw new InvalidBackboneException("the zip has two files of one name");
            }
            at = after(listed);
        }
        if (files.isEmpty()) {
            throw new InvalidBackboneException("the zip is empty");
        }
        return files;
    }

    /**
     * Names of its files and folders; nothing is unpacked.
     *
     * @throws InvalidBackboneException if it is damaged or cut short, or holds more than it may
     */
    public List<String> names() {
        int end = end();
        int count = unsigned(end + 10);
        long at = whole(end + 16);
        if (count > mostFiles) {
            throw tooMuch();
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int listed = block(at, LISTED, LISTED_BYTES);
            names.add(text(listed + LISTED_BYTES, unsigned(listed + 28)));
            at = after(listed);
        }
        return names;
    }

    private long after(int listed) {
        return (long) listed + LISTED_BYTES + unsigned(listed + 28) + unsigned(listed + 30) + unsigned(listed + 32);
    }

    private InvalidBackboneException tooMuch() {
        return new InvalidBackboneException(
                "the zip unpacks to more than " + mostBytes + " bytes or " + mostFiles + " files");
    }

    /** Where its last block is: a comment of a length that it says may follow. */
    private int end() {
        int last = zip.limit() - END_BYTES;
        for (int at = last; at >= Math.max(0, last - MOST_COMMENT); at--) {
            if (zip.getInt(at) == END && unsigned(at + 20) == last - at) {
                return at;
            }
        }
        throw new InvalidBackboneException("the zip is damaged or cut short: the list of its files is not there");
    }

    private byte[] file(int listed, int size) {
        if ((unsigned(listed + 8) & ENCRYPTED) != 0) {
            throw new InvalidBackboneException("the zip is encrypted");
        }
        long packed = whole(listed + 20);
        int local = block(whole(listed + 42), LOCAL, LOCAL_BYTES);
        int from = part((long) local + LOCAL_BYTES + unsigned(local + 26) + unsigned(local + 28), packed);
        int method = unsigned(listed + 10);
        byte[] bytes = new byte[size];
        if (method == STORED && packed == size) {
            zip.get(from, bytes);
        } else if (method == DEFLATED) {
            inflate(zip.slice(from, (int) packed), bytes);
        } else {
            throw new InvalidBackboneException("the zip packs a file of " + size + " bytes by method " + method + " to "
                    + packed + "; only stored (0) and deflated (8) are read");
        }
        var sum = new CRC32();
        sum.update(bytes);
        if (sum.getValue() != whole(listed + 16)) {
            throw new InvalidBackboneException("the zip is damaged: a file has another checksum than it says");
        }
        return bytes;
    }

    private static void inflate(ByteBuffer packed, byte[] bytes) {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int done = 0;
            while (done < bytes.length) {
                int more = inflater.inflate(bytes, done, bytes.length - done);
                if (more == 0) {
                    throw new InvalidBackboneException("the zip is damaged: a file ends before its size");
                }
                done += more;
            }
        } catch (DataFormatException e) {
            throw new InvalidBackboneException("the zip is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    /** The place of a block that begins with its number. */
    private int block(long at, int number, int length) {
        int place = part(at, length);
        if (zip.getInt(place) != number) {
            throw new InvalidBackboneException("the zip is damaged: it lists what is not there");
        }
        return place;
    }

    private int part(long from, long length) {
        if (from + length > zip.limit()) {
            throw new InvalidBackboneException("the zip is damaged or cut short: it lists " + length + " bytes at "
                    + from + ", and has " + zip.limit());
        }
        return (int) from;
    }

    private String text(int from, int length) {
        byte[] name = new byte[length];
        zip.get(part(from, length), name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private int unsigned(int at) {
        return zip.getShort(at) & 0xffff;
    }

    private long whole(int at) {
        return zip.getInt(at) & 0xffffffffL;
    }
}

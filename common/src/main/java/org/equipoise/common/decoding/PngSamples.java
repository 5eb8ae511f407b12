package org.equipoise.common.decoding;

import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The stored pixels of a PNG: inflates, undoes the row filters and the Adam7 interlace. Not {@code ImageIO}, which
 * takes three copies of the image and says nothing of rows that are missing.
 */
final class PngSamples {

    private static final int[] X_START = {0, 4, 0, 2, 0, 1, 0};
    private static final int[] Y_START = {0, 0, 4, 0, 2, 0, 1};
    private static final int[] X_STEP = {8, 8, 4, 4, 2, 2, 1};
    private static final int[] Y_STEP = {8, 8, 8, 4, 4, 2, 2};

    private final byte[] file;
    private final List<PngFile.Chunk> data;
    private final PngHeader header;
    private final Inflater inflater = new Inflater();
    private int nextChunk;

    PngSamples(byte[] file, List<PngFile.Chunk> data, PngHeader header) {
        this.file = file;
        this.data = data;
        this.header = header;
    }

    /** Hands every pixel over. */
    void read(PngColours colours) throws RefusedException {
        try {
            if (header.interlaced()) {
                for (int pass = 0; pass < X_START.length; pass++) {
                    readPass(colours, X_START[pass], Y_START[pass], X_STEP[pass], Y_STEP[pass]);
                }
            } else {
                readPass(colours, 0, 0, 1, 1);
            }
            readChecksum();
        } catch (DataFormatException e) {
            throw RefusedException.unreadable("the PNG is corrupt: its pixel data do not inflate: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private void readPass(PngColours colours, int x0, int y0, int dx, int dy)
            throws RefusedException, DataFormatException {
        int columns = (header.width() - x0 + dx - 1) / dx;
        if (columns <= 0) {
            return;
        }
        int left = Math.max(1, header.pixelBits() / Byte.SIZE);
        byte[] above = new byte[header.rowBytes(columns)];
        byte[] row = new byte[above.length];
        byte[] filter = new byte[1];
        for (int y = y0; y < header.height(); y += dy) {
            inflate(filter, y);
            inflate(row, y);
            unfilter(filter[0], row, above, left);
            if (dx == 1) {
                colours.putRow(row, y);
            } else {
                for (int i = 0; i < columns; i++) {
                    colours.put(row, i, y * header.width() + x0 + i * dx);
                }
            }
            byte[] reused = above;
            above = row;
            row = reused;
        }
    }

    private void inflate(byte[] target, int y) throws RefusedException, DataFormatException {
        int done = 0;
        while (done < target.length) {
            int n = inflater.inflate(target, done, target.length - done);
            done += n;
            if (n == 0 && !feed()) {
                throw RefusedException.unreadable(
                        "the PNG is truncated: its pixel data end in row " + y + " of " + header.height());
            }
        }
    }

    /** Whether the inflater got more input. */
    private boolean feed() {
        if (inflater.finished() || inflater.needsDictionary() || nextChunk >= data.size()) {
            return false;
        }
        PngFile.Chunk chunk = data.get(nextChunk++);
        inflater.setInput(file, chunk.offset(), chunk.length());
        return true;
    }

    /** Inflates to the end of the stream, where its checksum is; pixel data beyond the last row are ignored. */
    private void readChecksum() throws RefusedException, DataFormatException {
        byte[] surplus = new byte[1];
        while (!inflater.finished() && inflater.inflate(surplus) == 0) {
            if (!inflater.finished() && !feed()) {
                throw RefusedException.unreadable("the PNG is truncated: its pixel data end without their checksum");
            }
        }
    }

    /** @param pixel bytes from one pixel to the next, at least 1 */
    private static void unfilter(int filter, byte[] row, byte[] above, int pixel) throws RefusedException {
        switch (filter) {
            case 0 -> {
                // Stored as it is.
            }
            case 1 -> {
                for (int i = pixel; i < row.length; i++) {
                    row[i] = (byte) (row[i] + row[i - pixel]);
                }
            }
            case 2 -> {
                for (int i = 0; i < row.length; i++) {
                    row[i] = (byte) (row[i] + above[i]);
                }
            }
            case 3 -> {
                for (int i = 0; i < row.length; i++) {
                    int left = i < pixel ? 0 : row[i - pixel] & 0xff;
                    row[i] = (byte) (row[i] + (left + (above[i] & 0xff)) / 2);
                }
            }
            case 4 -> {
                for (int i = 0; i < row.length; i++) {
                    int left = i < pixel ? 0 : row[i - pixel] & 0xff;
                    int corner = i < pixel ? 0 : above[i - pixel] & 0xff;
                    row[i] = (byte) (row[i] + paeth(left, above[i] & 0xff, corner));
                }
            }
            default -> throw RefusedException.unreadable("the PNG is corrupt: row filter " + (filter & 0xff));
        }
    }

    private static int paeth(int left, int up, int corner) {
        int estimate = left + up - corner;
        int toLeft = Math.abs(estimate - left);
        int toUp = Math.abs(estimate - up);
        int toCorner = Math.abs(estimate - corner);
        if (toLeft <= toUp && toLeft <= toCorner) {
            return left;
        }
        return toUp <= toCorner ? up : corner;
    }
}

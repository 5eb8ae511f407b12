package org.equipoise.dicom.codec;

import java.nio.charset.StandardCharsets;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.Tag;
import org.jspecify.annotations.Nullable;

/** The marker segments of a JPEG codestream (ITU-T T.81, annex B), up to and between scans. */
final class JpegSegments {

    static final int BASELINE = 0xC0;
    static final int EXTENDED = 0xC1;
    static final int LOSSLESS = 0xC3;
    static final int JPEG_LS = 0xF7;
    static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_IMAGE = 0xD8;
    private static final int START_OF_SCAN = 0xDA;

    /** A component: its name, sampling factors and quantisation table. */
    record Component(int id, int horizontal, int vertical, int quantisation) {}

    /** A component of a scan, by its place in the frame, with its two entropy tables or one mapping table. */
    record ScanComponent(int index, int first, int second) {}

    private final byte[] code;
    private final Shape shape;
    private final int[] processes;
    private int at;
    private int process = -1;
    private int precision;
    private int restartInterval;
    private boolean jfif;
    private int adobeTransform = -1;
    private Component[] components = {};
    private final @Nullable HuffmanTable[] huffman = new @Nullable HuffmanTable[32];
    private final int[] @Nullable [] quantisation = new int[4] @Nullable [];
    private int parametersAt = -1;
    private int spectralStart;
    private int spectralEnd;
    private int approximation;

    /** A codestream of a frame that is as promised, coded by one of some processes: second bytes of their markers. */
    JpegSegments(byte[] code, Shape shape, int... processes) throws DicomException {
        this.code = code;
        this.shape = shape;
        this.processes = processes;
        if (code.length < 4 || code[0] != (byte) 0xFF || (code[1] & 0xFF) != START_OF_IMAGE) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "no start of image", "FFD8");
        }
        at = 2;
    }

    /** Reads segments up to the next scan and returns its components, or none at the end of the image. */
    ScanComponent[] nextScan() throws DicomException {
        while (true) {
            int marker = marker();
            if (marker == END_OF_IMAGE) {
                return new ScanComponent[0];
            }
            int length = at + 2 <= code.length ? u16(at) : 0;
            if (length < 2 || length > code.length - at) {
                throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "a segment of " + length, code.length - at);
            }
            int start = at + 2;
            int end = at + length;
            at = end;
            if (marker == START_OF_SCAN) {
                return scan(start, end);
            }
            segment(marker, start, end);
        }
    }

    private int marker() throws DicomException {
        if (at >= code.length) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "no end of image", "FFD9");
        }
        if (code[at] != (byte) 0xFF) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "no marker at byte " + at, "FF");
        }
        while (at < code.length && code[at] == (byte) 0xFF) {
            at++;
        }
        if (at >= code.length) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "no end of image", "FFD9");
        }
        return code[at++] & 0xFF;
    }

    private void segment(int marker, int start, int end) throws DicomException {
        switch (marker) {
            case 0xC4 -> huffmanTables(start, end);
            case 0xDB -> quantisationTables(start, end);
            case 0xDD -> {
                need(start, end, 2);
                restartInterval = u16(start);
            }
            case 0xE0 -> jfif |= startsWith(start, end, "JFIF");
            case 0xEE -> {
                if (startsWith(start, end, "Adobe") && end - start >= 12) {
                    adobeTransform = code[start + 11] & 0xFF;
                }
            }
            case 0xF8 -> {
                need(start, end, 1);
                if (code[start] != 1) {
                    throw unsupported("JPEG-LS extension " + code[start]);
                }
                need(start, end, 11);
                parametersAt = start + 1;
            }
            case 0xE8 -> {
                if (startsWith(start, end, "mrfx") && end - start > 4 && code[start + 4] != 0) {
                    throw unsupported("a colour transform of JPEG-LS");
                }
            }
            case 0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF, 0xF7 ->
                frame(marker, start, end);
            case 0xCC, 0xDC, 0xDE, 0xDF -> throw unsupported(String.format("marker FF%02X", marker));
            default -> {
                if (marker < 0xE0 || marker == 0xFF) {
                    throw DicomException.of(Reason.CODESTREAM_CORRUPT, String.format("marker FF%02X", marker), "");
                }
            }
        }
    }

    private void frame(int marker, int start, int end) throws DicomException {
        boolean allowed = false;
        for (int one : processes) {
            allowed |= one == marker;
        }
        if (!allowed) {
            throw unsupported(String.format("process FF%02X", marker));
        }
        if (process >= 0) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "two frame headers", 1);
        }
        need(start, end, 6);
        precision = code[start] & 0xFF;
        int count = code[start + 5] & 0xFF;
        shape.check(u16(start + 3), u16(start + 1), count, precision);
        need(start, end, 6 + 3 * count);
        process = marker;
        components = new Component[count];
        for (int i = 0; i < count; i++) {
            int from = start + 6 + 3 * i;
            int sampling = code[from + 1] & 0xFF;
            components[i] = new Component(code[from] & 0xFF, sampling >> 4, sampling & 15, code[from + 2] & 3);
            if (sampling >> 4 < 1 || sampling >> 4 > 4 || (sampling & 15) < 1 || (sampling & 15) > 4) {
                throw DicomException.of(Reason.CODESTREAM_CORRUPT, "sampling " + sampling, "1 to 4");
            }
        }
    }

    private void huffmanTables(int start, int end) throws DicomException {
        for (int from = start; from < end; ) {
            int name = code[from++] & 0xFF;
            if (name >> 4 > 1 || (name & 15) > 3) {
                throw DicomException.of(Reason.CODESTREAM_CORRUPT, "Huffman table " + name, "0 to 3 of 2 classes");
            }
            HuffmanTable table = new HuffmanTable(code, from, end);
            huffman[name] = table;
            from += table.size();
        }
    }

    private void quantisationTables(int start, int end) throws DicomException {
        for (int from = start; from < end; ) {
            int name = code[from++] & 0xFF;
            int width = (name >> 4) + 1;
            if (width > 2 || (name & 15) > 3) {
                throw DicomException.of(Reason.CODESTREAM_CORRUPT, "quantisation table " + name, "0 to 3");
            }
            need(from, end, 64 * width);
            int[] table = new int[64];
            for (int i = 0; i < 64; i++, from += width) {
                table[i] = width == 1 ? code[from] & 0xFF : u16(from);
            }
            quantisation[name & 15] = table;
        }
    }

    private ScanComponent[] scan(int start, int end) throws DicomException {
        need(start, end, 1);
        int count = code[start] & 0xFF;
        need(start, end, 4 + 2 * count);
        if (process < 0 || count < 1 || count > components.length) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, count + " components of a scan", components.length);
        }
        ScanComponent[] scan = new ScanComponent[count];
        for (int i = 0; i < count; i++) {
            int id = code[start + 1 + 2 * i] & 0xFF;
            int tables = code[start + 2 + 2 * i] & 0xFF;
            int index = 0;
            while (index < components.length && components[index].id() != id) {
                index++;
            }
            if (index == components.length) {
                throw DicomException.of(
                        Reason.CODESTREAM_CORRUPT, "component " + id + " of a scan", "one of the frame");
            }
            scan[i] = new ScanComponent(index, tables >> 4, tables & 15);
        }
        spectralStart = code[start + 1 + 2 * count] & 0xFF;
        spectralEnd = code[start + 2 + 2 * count] & 0xFF;
        approximation = code[start + 3 + 2 * count] & 0xFF;
        return scan;
    }

    /** Where the bits of the scan begin; behind the scan, where it ended. */
    int position() {
        return at;
    }

    void moveTo(int newAt) {
        at = newAt;
    }

    int precision() {
        return precision;
    }

    /** Units between restart markers; 0 if there are none. */
    int restartInterval() {
        return restartInterval;
    }

    Component component(int index) {
        return components[index];
    }

    /** Ss: the first coefficient, the predictor of the lossless process, or NEAR of JPEG-LS. */
    int spectralStart() {
        return spectralStart;
    }

    /** Se: the last coefficient, or the interleaving of JPEG-LS. */
    int spectralEnd() {
        return spectralEnd;
    }

    /** Ah and Al: the point transform in the lower 4 bits. */
    int approximation() {
        return approximation;
    }

    /** The table of class 0 (DC, lossless) or 1 (AC). */
    HuffmanTable huffman(int tableClass, int name) throws DicomException {
        HuffmanTable table = name > 3 ? null : huffman[tableClass << 4 | name];
        if (table == null) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "no Huffman table " + name, "");
        }
        return table;
    }

    /** The quantisation table of a component, in zigzag order. */
    int[] quantisation(Component component) throws DicomException {
        int[] table = quantisation[component.quantisation()];
        if (table == null) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "no quantisation table " + component.quantisation(), "");
        }
        return table;
    }

    /** A preset parameter of JPEG-LS: MAXVAL, T1, T2, T3, RESET; 0 if it is not set. */
    int preset(int number) {
        return parametersAt < 0 ? 0 : u16(parametersAt + 2 * number);
    }

    /** What the codestream says of its colours: by the names of components, JFIF or Adobe. */
    Decoded.Colour colour() {
        if (components.length != 3) {
            return Decoded.Colour.UNSAID;
        }
        String names = "" + (char) components[0].id() + (char) components[1].id() + (char) components[2].id();
        if (names.equals("RGB") || names.equals("rgb") || adobeTransform == 0) {
            return Decoded.Colour.RGB;
        }
        return jfif || adobeTransform == 1 ? Decoded.Colour.YBR : Decoded.Colour.UNSAID;
    }

    static DicomException unsupported(String what) {
        return DicomException.of(Reason.CODESTREAM_UNSUPPORTED, Tag.PIXEL_DATA, what, "");
    }

    private static void need(int start, int end, int bytes) throws DicomException {
        if (end - start < bytes) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "a segment of " + (end - start) + " bytes", bytes);
        }
    }

    private boolean startsWith(int start, int end, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (end - start < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (code[start + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private int u16(int from) {
        return (code[from] & 0xFF) << 8 | (code[from + 1] & 0xFF);
    }
}

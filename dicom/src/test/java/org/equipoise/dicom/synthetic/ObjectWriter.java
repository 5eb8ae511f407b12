package org.equipoise.dicom.synthetic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.jspecify.annotations.Nullable;

/** Writes DICOM objects as PS3.5 and PS3.10 say, and, where it is told to, as they do not. */
public final class ObjectWriter {

    private record Written(String vr, ByteBuffer bytes, boolean undefined) {
        Written(String vr, byte[] value, boolean undefined) {
            this(vr, ByteBuffer.wrap(value), undefined);
        }

        byte[] value() {
            byte[] copy = new byte[bytes.capacity()];
            bytes.get(0, copy);
            return copy;
        }
    }

    private final TransferSyntax syntax;
    private final boolean explicit;
    private final ByteOrder order;
    private final Map<Integer, Written> elements = new TreeMap<>(Integer::compareUnsigned);
    private final ByteArrayOutputStream trailing = new ByteArrayOutputStream();
    private final Map<Integer, Written> metaElements = new TreeMap<>(Integer::compareUnsigned);
    private byte[] preambleBytes = new byte[128];
    private boolean preamble = true;
    private boolean meta = true;
    private @Nullable String namedSyntax;

    public ObjectWriter(TransferSyntax syntax) {
        this.syntax = syntax;
        this.explicit = syntax != TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
        this.order = syntax == TransferSyntax.EXPLICIT_VR_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        this.namedSyntax = syntax.uid();
    }

    /** The attributes of an image of a drawing, whose pixels are still to come. */
    public static ObjectWriter image(TransferSyntax syntax, Drawing drawing, int bitsAllocated, String photometric) {
        return new ObjectWriter(syntax)
                .text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.7")
                .text(Tag.SOP_INSTANCE_UID, "UI", "1.2.3.4")
                .us(Tag.SAMPLES_PER_PIXEL, drawing.samples())
                .text(Tag.PHOTOMETRIC_INTERPRETATION, "CS", photometric)
                .us(Tag.ROWS, drawing.rows())
                .us(Tag.COLUMNS, drawing.columns())
                .us(Tag.BITS_ALLOCATED, bitsAllocated)
                .us(Tag.BITS_STORED, drawing.bits())
                .us(Tag.HIGH_BIT, drawing.bits() - 1)
                .us(Tag.PIXEL_REPRESENTATION, 0);
    }

    public ObjectWriter without(int tag) {
        elements.remove(tag);
        return this;
    }

    public ObjectWriter noPreamble() {
        preamble = false;
        return this;
    }

    /** What stands in the 128 bytes before everything. */
    public ObjectWriter preamble(byte[] start) {
        preambleBytes = Arrays.copyOf(start, 128);
        return this;
    }

    /** An element of the file meta information. */
    public ObjectWriter meta(int tag, String vr, byte[] value) {
        metaElements.put(tag, new Written(vr, value, false));
        return this;
    }

    public ObjectWriter noMeta() {
        meta = false;
        return this;
    }

    /** Says another transfer syntax than it writes in, or none. */
    public ObjectWriter named(@Nullable String uid) {
        namedSyntax = uid;
        return this;
    }

    public ObjectWriter us(int tag, int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return bytes(tag, "US", buffer.array());
    }

    public ObjectWriter text(int tag, String vr, String value) {
        String even = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
        return bytes(tag, vr, even.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A value as it is, even or not. */
    public ObjectWriter bytes(int tag, String vr, byte[] value) {
        elements.put(tag, new Written(vr, value, false));
        return this;
    }

    /** Native pixels, of words if the VR is OW: those change their bytes in big endian. */
    public ObjectWriter pixels(String vr, byte[] littleEndian) {
        byte[] value = littleEndian.length % 2 == 0
                ? littleEndian.clone()
                : Arrays.copyOf(littleEndian, littleEndian.length + 1);
        for (int i = 0; vr.equals("OW") && order == ByteOrder.BIG_ENDIAN && i < value.length; i += 2) {
            byte first = value[i];
            value[i] = value[i + 1];
            value[i + 1] = first;
        }
        return bytes(Tag.PIXEL_DATA, vr, value);
    }

    /** Fragments behind a Basic Offset Table. */
    public ObjectWriter fragments(byte[] offsetTable, List<byte[]> fragments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        item(out, offsetTable);
        for (byte[] fragment : fragments) {
            item(out, fragment.length % 2 == 0 ? fragment : Arrays.copyOf(fragment, fragment.length + 1));
        }
        out.writeBytes(tag(0xFFFE_E0DD));
        out.writeBytes(u32(0));
        elements.put(Tag.PIXEL_DATA, new Written("OB", out.toByteArray(), true));
        return this;
    }

    /** A sequence, of defined or undefined length, of items which are other data sets' elements. */
    public ObjectWriter sequence(int tag, String vr, boolean undefined, List<ObjectWriter> items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ObjectWriter item : items) {
            byte[] body = item.dataSet();
            out.writeBytes(tag(0xFFFE_E000));
            out.writeBytes(undefined ? u32(-1) : u32(body.length));
            out.writeBytes(body);
            if (undefined) {
                out.writeBytes(tag(0xFFFE_E00D));
                out.writeBytes(u32(0));
            }
        }
        if (undefined) {
            out.writeBytes(tag(0xFFFE_E0DD));
            out.writeBytes(u32(0));
        }
        elements.put(tag, new Written(vr, out.toByteArray(), undefined));
        return this;
    }

    /** Bytes behind the last element. */
    public ObjectWriter trailing(byte[] bytes) {
        trailing.writeBytes(bytes);
        return this;
    }

    /** The whole object. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (preamble) {
            out.writeBytes(preambleBytes);
            out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        }
        if (meta) {
            ObjectWriter group = new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            group.bytes(0x0002_0001, "OB", new byte[] {0, 1});
            if (namedSyntax != null) {
                group.text(Tag.TRANSFER_SYNTAX_UID, "UI", namedSyntax);
            }
            group.elements.putAll(metaElements);
            out.writeBytes(group.dataSet());
        }
        byte[] body = dataSet();
        out.writeBytes(syntax == TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN ? deflated(body) : body);
        return out.toByteArray();
    }

    /** The elements and what trails them. */
    public byte[] dataSet() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        elements.forEach((tag, element) -> {
            out.writeBytes(tag(tag));
            int length = element.undefined() ? -1 : element.value().length;
            if (!explicit) {
                out.writeBytes(u32(length));
            } else {
                out.writeBytes(element.vr().getBytes(StandardCharsets.US_ASCII));
                if (List.of("OB", "OW", "SQ", "UN", "UT", "OV", "OF", "UC", "UR")
                        .contains(element.vr())) {
                    out.writeBytes(new byte[2]);
                    out.writeBytes(u32(length));
                } else {
                    out.writeBytes(u16(length));
                }
            }
            out.writeBytes(element.value());
        });
        out.writeBytes(trailing.toByteArray());
        return out.toByteArray();
    }

    private void item(ByteArrayOutputStream out, byte[] value) {
        out.writeBytes(tag(0xFFFE_E000));
        out.writeBytes(u32(value.length));
        out.writeBytes(value);
    }

    private byte[] tag(int tag) {
        return ByteBuffer.allocate(4)
                .order(order)
                .putShort((short) (tag >>> 16))
                .putShort((short) tag)
                .array();
    }

    private byte[] u16(int value) {
        return ByteBuffer.allocate(2).order(order).putShort((short) value).array();
    }

    private byte[] u32(int value) {
        return ByteBuffer.allocate(4).order(order).putInt(value).array();
    }

    /** RFC 1951 without a header. */
    public static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }
}

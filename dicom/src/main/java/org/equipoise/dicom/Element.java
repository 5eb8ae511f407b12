package org.equipoise.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** A data element (PS3.5, 7.1): a tag, a value representation, and a value, which may be empty. */
public final class Element {

    private static final byte[] NOTHING = {};

    private final int tag;
    private final Vr vr;
    private final byte[] value;
    private final ByteOrder order;
    private final List<DataSet> items;
    private final @Nullable StoredPixels pixels;

    private Element(int tag, Vr vr, byte[] value, ByteOrder order, List<DataSet> items, @Nullable StoredPixels pixels) {
        this.tag = tag;
        this.vr = vr;
        this.value = value;
        this.order = order;
        this.items = List.copyOf(items);
        this.pixels = pixels;
    }

    static Element ofValue(int tag, Vr vr, byte[] value, ByteOrder order) {
        return new Element(tag, vr, value, order, List.of(), null);
    }

    static Element ofItems(int tag, List<DataSet> items) {
        return new Element(tag, Vr.SQ, NOTHING, ByteOrder.LITTLE_ENDIAN, items, null);
    }

    static Element ofPixels(int tag, StoredPixels pixels) {
        return new Element(tag, pixels.vr(), NOTHING, pixels.order(), List.of(), pixels);
    }

    /** Group in the upper, element in the lower 16 bits. */
    public int tag() {
        return tag;
    }

    /** As the data set says, or the dictionary (PS3.6) where it does not. */
    public Vr vr() {
        return vr;
    }

    /** Bytes of the value; 0 for a sequence and for pixels. */
    public int length() {
        return value.length;
    }

    /** The value as it is stored, in {@link #order()}; empty for a sequence and for pixels. */
    public byte[] bytes() {
        return value.clone();
    }

    /** The order of the bytes of a number. */
    public ByteOrder order() {
        return order;
    }

    /** The items of a sequence; empty for everything else. */
    public List<DataSet> items() {
        return items;
    }

    /** The pixels of Pixel Data (7FE0,0010), Float Pixel Data and Double Float Pixel Data; empty for all else. */
    public Optional<StoredPixels> pixels() {
        return Optional.ofNullable(pixels);
    }

    /**
     * The values as texts, without padding: numbers in decimal, texts in the character set of the data set. Empty if
     * the value is empty, a sequence or bytes.
     */
    List<String> texts(CharacterSet characterSet) {
        if (!vr.isText()) {
            return integers().stream().map(String::valueOf).toList();
        }
        String text = vr.hasCharacterSet() ? characterSet.decode(value) : CharacterSet.DEFAULT.decode(value);
        List<String> texts = new ArrayList<>();
        if (vr.isOneValue()) {
            texts.add(text.stripTrailing());
        } else {
            for (String part : text.split("\\\\", -1)) {
                texts.add(part.replace("\0", "").strip());
            }
        }
        return value.length == 0 ? List.of() : texts;
    }

    /** The whole numbers of an element of binary integers or IS. */
    List<Long> integers() {
        List<Long> numbers = new ArrayList<>();
        if (vr.kind() == Vr.Kind.INTEGER) {
            ByteBuffer buffer = ByteBuffer.wrap(value).order(order);
            while (buffer.remaining() >= vr.width()) {
                numbers.add(integer(buffer));
            }
        }
        return numbers;
    }

    /** The numbers of an element of binary floating point. */
    List<Double> floats() {
        List<Double> numbers = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(value).order(order);
        while (vr.kind() == Vr.Kind.FLOAT && buffer.remaining() >= vr.width()) {
            numbers.add(vr == Vr.FL ? buffer.getFloat() : buffer.getDouble());
        }
        return numbers;
    }

    private long integer(ByteBuffer buffer) {
        return switch (vr) {
            case SS -> buffer.getShort();
            case SL -> buffer.getInt();
            case UL -> Integer.toUnsignedLong(buffer.getInt());
            case SV, UV -> buffer.getLong();
            default -> Short.toUnsignedLong(buffer.getShort());
        };
    }
}

package org.equipoise.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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
        return texts(characterSet, Integer.MAX_VALUE);
    }

    /** The first of {@link #texts}, without splitting the others off: there may be as many as a value has bytes. */
    Optional<String> text(CharacterSet characterSet) {
        return texts(characterSet, 1).stream().findFirst();
    }

    private List<String> texts(CharacterSet characterSet, int most) {
        if (!vr.isText()) {
            return integers(most).stream().map(String::valueOf).toList();
        }
        if (value.length == 0) {
            return List.of();
        }
        String text = vr.hasCharacterSet() ? characterSet.decode(value) : CharacterSet.DEFAULT.decode(value);
        if (vr.isOneValue()) {
            return List.of(text.stripTrailing());
        }
        List<String> texts = new ArrayList<>();
        int begin = 0;
        while (begin <= text.length() && texts.size() < most) {
            int end = text.indexOf('\\', begin);
            int until = end < 0 ? text.length() : end;
            texts.add(text.substring(begin, until).replace("\0", "").strip());
            begin = until + 1;
        }
        return texts;
    }

    private List<Long> integers(int most) {
        List<Long> numbers = new ArrayList<>();
        if (vr.kind() == Vr.Kind.INTEGER) {
            ByteBuffer buffer = ByteBuffer.wrap(value).order(order);
            while (buffer.remaining() >= vr.width() && numbers.size() < most) {
                numbers.add(integer(buffer));
            }
        }
        return numbers;
    }

    /** The first number of an element of binary floating point. */
    OptionalDouble firstFloat() {
        if (vr.kind() != Vr.Kind.FLOAT || value.length < vr.width()) {
            return OptionalDouble.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(value).order(order);
        return OptionalDouble.of(vr == Vr.FL ? buffer.getFloat() : buffer.getDouble());
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

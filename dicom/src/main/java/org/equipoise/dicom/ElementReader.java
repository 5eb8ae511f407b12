package org.equipoise.dicom;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.dicom.StoredPixels.Stretch;

/**
 * Data elements, sequences and fragments (PS3.5, 7.1, 7.5 and A.4). Every length is held against what holds the element
 * before anything is read, and everything counts.
 */
final class ElementReader {

    private static final long UNDEFINED = 0xFFFF_FFFFL;

    private record Header(int tag, Vr vr, long length, boolean explicitUnknown) {}

    private final Cursor cursor;
    private final Limits limits;
    private TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private boolean explicit = true;
    private int elements;
    private long valueBytes;
    private CharacterSet characterSet = CharacterSet.DEFAULT;

    ElementReader(Cursor cursor, Limits limits) {
        this.cursor = cursor;
        this.limits = limits;
    }

    /** How the elements from here on are coded, and whether their value representations are written. */
    void syntax(TransferSyntax newSyntax, boolean newExplicit) {
        syntax = newSyntax;
        explicit = newExplicit;
    }

    /** The rest of the bytes as the outermost data set, with the elements of the file meta information. */
    DataSet readObject(Map<Integer, Element> meta) throws DicomException, IOException {
        Map<Integer, Element> read = new HashMap<>(meta);
        long end = cursor.size();
        while (cursor.position() < end) {
            if (onlyZeros(end)) {
                break;
            }
            readInto(read, end, 0);
        }
        return new DataSet(read, syntax, characterSet);
    }

    /** Some writers fill the last block of a file: zeros are no element. */
    private boolean onlyZeros(long end) throws IOException {
        long start = cursor.position();
        if (cursor.peek(0) != 0 || cursor.peek(1) > 0 || cursor.peek(2) > 0 || cursor.peek(3) > 0) {
            return false;
        }
        boolean zeros = true;
        while (zeros && cursor.position() < end) {
            zeros = cursor.u8() == 0;
        }
        cursor.moveTo(start);
        return zeros;
    }

    /** One element, put where it belongs. */
    void readInto(Map<Integer, Element> read, long end, int depth) throws DicomException, IOException {
        Header header = header(end);
        if (header.tag() >>> 16 == 0xFFFE) {
            throw DicomException.of(Reason.STRUCTURE, header.tag(), "outside of a sequence", "PS3.5, 7.5");
        }
        Element element = element(header, end, depth);
        if (element.tag() == Tag.SPECIFIC_CHARACTER_SET && depth == 0) {
            characterSet = CharacterSet.of(element.texts(CharacterSet.DEFAULT));
        }
        if (read.put(element.tag(), element) != null) {
            throw DicomException.of(Reason.DUPLICATE_ELEMENT, element.tag(), "twice", "PS3.5, 7.1");
        }
    }

    private Element element(Header header, long end, int depth) throws DicomException, IOException {
        int tag = header.tag();
        if (Tag.isPixels(tag)) {
            return Element.ofPixels(tag, header.length() == UNDEFINED ? fragments(header, end) : stretch(header, end));
        }
        if (header.vr() == Vr.SQ || header.length() == UNDEFINED) {
            boolean before = explicit;
            // PS3.5, 6.2.2: the items of an UN of undefined length are in implicit VR.
            explicit = before && !header.explicitUnknown();
            List<DataSet> items = items(header, end, depth + 1);
            explicit = before;
            return Element.ofItems(tag, items);
        }
        checkFits(header, end);
        if (tag == Tag.DATA_SET_TRAILING_PADDING) {
            cursor.moveTo(cursor.position() + header.length());
            return Element.ofValue(tag, header.vr(), new byte[0], cursor.order());
        }
        if (header.length() > limits.valueBytes()) {
            throw DicomException.of(Reason.VALUE_TOO_LONG, tag, header.length(), limits.valueBytes());
        }
        valueBytes += header.length();
        if (valueBytes > limits.allValueBytes()) {
            throw DicomException.of(Reason.VALUES_TOO_LARGE, tag, valueBytes, limits.allValueBytes());
        }
        Element element = Element.ofValue(tag, header.vr(), cursor.array((int) header.length()), cursor.order());
        if (element.vr() == Vr.UI) {
            for (String uid : element.texts(CharacterSet.DEFAULT)) {
                Uid.check(tag, uid);
            }
        }
        return element;
    }

    private List<DataSet> items(Header sequence, long end, int depth) throws DicomException, IOException {
        if (depth > limits.depth()) {
            throw DicomException.of(Reason.NESTING_TOO_DEEP, sequence.tag(), depth, limits.depth());
        }
        boolean undefined = sequence.length() == UNDEFINED;
        if (!undefined) {
            checkFits(sequence, end);
        }
        long stop = undefined ? end : cursor.position() + sequence.length();
        List<DataSet> items = new ArrayList<>();
        while (undefined || cursor.position() < stop) {
            Header item = header(stop);
            if (undefined && item.tag() == Tag.SEQUENCE_DELIMITATION_ITEM) {
                return items;
            }
            if (item.tag() != Tag.ITEM) {
                throw DicomException.of(
                        Reason.STRUCTURE, sequence.tag(), "holds " + Tag.format(item.tag()), "items only");
            }
            items.add(item(item, stop, depth));
        }
        return items;
    }

    private DataSet item(Header item, long end, int depth) throws DicomException, IOException {
        boolean undefined = item.length() == UNDEFINED;
        if (!undefined) {
            checkFits(item, end);
        }
        long stop = undefined ? end : cursor.position() + item.length();
        Map<Integer, Element> read = new HashMap<>();
        while (undefined || cursor.position() < stop) {
            if (undefined && atItemDelimiter(stop)) {
                header(stop);
                break;
            }
            readInto(read, stop, depth);
        }
        return new DataSet(read, syntax, characterSet);
    }

    private boolean atItemDelimiter(long end) throws DicomException, IOException {
        checkRemain(8, end, Tag.ITEM);
        long start = cursor.position();
        int tag = cursor.u16() << 16 | cursor.u16();
        cursor.moveTo(start);
        return tag == Tag.ITEM_DELIMITATION_ITEM;
    }

    private StoredPixels stretch(Header header, long end) throws DicomException, IOException {
        checkFits(header, end);
        Stretch stretch = new Stretch(cursor.position(), header.length());
        cursor.moveTo(cursor.position() + header.length());
        return new StoredPixels(cursor.bytes(), header.vr(), cursor.order(), false, List.of(stretch));
    }

    private StoredPixels fragments(Header header, long end) throws DicomException, IOException {
        List<Stretch> stretches = new ArrayList<>();
        while (true) {
            Header item = header(end);
            if (item.tag() == Tag.SEQUENCE_DELIMITATION_ITEM) {
                break;
            }
            if (item.tag() != Tag.ITEM || item.length() == UNDEFINED) {
                throw DicomException.of(
                        Reason.STRUCTURE, header.tag(), "holds " + Tag.format(item.tag()), "fragments of a length");
            }
            checkFits(item, end);
            stretches.add(new Stretch(cursor.position(), item.length()));
            cursor.moveTo(cursor.position() + item.length());
        }
        if (stretches.isEmpty()) {
            throw DicomException.of(Reason.FRAGMENTS, header.tag(), "no Basic Offset Table", "PS3.5, A.4");
        }
        return new StoredPixels(cursor.bytes(), header.vr(), ByteOrder.LITTLE_ENDIAN, true, stretches);
    }

    private Header header(long end) throws DicomException, IOException {
        if (++elements > limits.elements()) {
            throw DicomException.of(Reason.TOO_MANY_ELEMENTS, elements, limits.elements());
        }
        checkRemain(8, end, 0);
        int tag = cursor.u16() << 16 | cursor.u16();
        if (tag >>> 16 == 0xFFFE) {
            return new Header(tag, Vr.UN, cursor.u32(), false);
        }
        if (!explicit) {
            return new Header(tag, Dictionary.of(tag), cursor.u32(), false);
        }
        int first = cursor.u8();
        int second = cursor.u8();
        Optional<Vr> vr = Vr.of(first, second);
        if (vr.isEmpty()) {
            String found = String.format("0x%02X%02X", first, second);
            throw DicomException.of(Reason.VALUE_REPRESENTATION, tag, found, "PS3.5, 6.2");
        }
        if (!vr.get().hasLongLength()) {
            return new Header(tag, vr.get(), cursor.u16(), false);
        }
        checkRemain(6, end, tag);
        cursor.u16();
        return new Header(tag, vr.get(), cursor.u32(), vr.get() == Vr.UN);
    }

    private void checkFits(Header header, long end) throws DicomException {
        long room = end - cursor.position();
        if (header.length() > room) {
            // A length beyond the whole object is often a text that was taken for one.
            Object said = header.length() > cursor.size() ? "more than the object" : header.length();
            throw DicomException.of(Reason.LENGTH_EXCEEDS_CONTAINER, header.tag(), said, room);
        }
    }

    private void checkRemain(int need, long end, int tag) throws DicomException {
        long room = end - cursor.position();
        if (room < need) {
            String found = room + " bytes left";
            throw tag == 0
                    ? DicomException.of(Reason.TRUNCATED, found, "at least " + need)
                    : DicomException.of(Reason.TRUNCATED, tag, found, "at least " + need);
        }
    }
}

package org.equipoise.dicom;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** From the first byte of an object to its data set: preamble, file meta information, transfer syntax (PS3.10, 7). */
final class PartTenReader {

    private static final int PREAMBLE = 128;
    private static final String PREFIX = "DICM";
    private static final int META_GROUP = 0x0002;
    private static final int COMMAND_GROUP = 0x0000;
    /** The first group of a data set without anything before it is low: a higher one is no DICOM. */
    private static final int HIGHEST_FIRST_GROUP = 0x0010;

    private static final Pattern MAKERS_UID = Pattern.compile("1\\.2\\.840(\\.[0-9]+)+");

    private final Limits limits;

    PartTenReader(Limits limits) {
        this.limits = limits;
    }

    DataSet read(Bytes bytes) throws DicomException, IOException {
        Cursor cursor = new Cursor(bytes);
        boolean prefixed = skipPreamble(cursor);
        ElementReader reader = new ElementReader(cursor, limits);
        Map<Integer, Element> meta = new LinkedHashMap<>();
        while (cursor.size() - cursor.position() >= 8 && group(cursor, ByteOrder.LITTLE_ENDIAN) == META_GROUP) {
            reader.readInto(meta, cursor.size(), 0);
        }
        TransferSyntax syntax = transferSyntax(meta, cursor, prefixed || !meta.isEmpty());
        if (syntax == TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN) {
            cursor = new Cursor(Bytes.of(Deflated.inflate(cursor, limits)));
            reader = new ElementReader(cursor, limits);
        }
        cursor.order(syntax.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        reader.syntax(syntax, isExplicit(cursor, syntax));
        return reader.readObject(meta);
    }

    /**
     * Whether value representations are written. Some writers say the one and do the other; the first element tells
     * where it can only be read in one way.
     */
    private static boolean isExplicit(Cursor cursor, TransferSyntax syntax) throws IOException {
        boolean said = syntax != TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
        if (syntax.isBigEndian() || cursor.size() - cursor.position() < 8) {
            return said;
        }
        boolean written = Vr.of(cursor.peek(4), cursor.peek(5)).isPresent();
        long start = cursor.position();
        int tag = cursor.u16() << 16 | cursor.u16();
        boolean implicitFits = cursor.u32() <= cursor.size() - cursor.position();
        cursor.moveTo(start);
        if (said) {
            return written || !implicitFits || Dictionary.of(tag) == Vr.UN;
        }
        return written && !implicitFits;
    }

    private static boolean skipPreamble(Cursor cursor) throws DicomException, IOException {
        for (int start : new int[] {PREAMBLE, 0}) {
            if (startsWithPrefix(cursor, start)) {
                cursor.moveTo(start + PREFIX.length());
                return true;
            }
        }
        int group = Math.min(group(cursor, ByteOrder.LITTLE_ENDIAN), group(cursor, ByteOrder.BIG_ENDIAN));
        if (cursor.size() < 8 || group > HIGHEST_FIRST_GROUP || group == COMMAND_GROUP) {
            throw DicomException.of(Reason.NOT_DICOM, "no preamble, first group " + group, "PS3.10, 7.1");
        }
        return false;
    }

    private static boolean startsWithPrefix(Cursor cursor, int start) throws IOException {
        byte[] prefix = PREFIX.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < prefix.length; i++) {
            if (cursor.peek(start + i) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static TransferSyntax transferSyntax(Map<Integer, Element> meta, Cursor cursor, boolean known)
            throws DicomException, IOException {
        Element named = meta.get(Tag.TRANSFER_SYNTAX_UID);
        String uid = named == null ? "" : String.join("\\", named.texts(CharacterSet.DEFAULT));
        if (uid.isEmpty()) {
            return found(cursor, known);
        }
        TransferSyntax syntax = TransferSyntax.of(uid).orElse(null);
        if (syntax == null) {
            throw DicomException.of(
                    Reason.TRANSFER_SYNTAX_UNKNOWN, Tag.TRANSFER_SYNTAX_UID, shown(uid), "PS3.6, annex A");
        }
        if (syntax.isReferenced()) {
            throw DicomException.of(
                    Reason.TRANSFER_SYNTAX_UNSUPPORTED, Tag.TRANSFER_SYNTAX_UID, syntax + " " + syntax.uid(), "");
        }
        return syntax;
    }

    /** Of a UID that a maker of devices could have given; of anything else only that it is none: it may be a name. */
    private static String shown(String uid) {
        boolean isMakers = uid.length() <= Uid.MOST && MAKERS_UID.matcher(uid).matches();
        return isMakers ? uid : uid.length() + " characters";
    }

    /** How a data set is coded that does not say it: its first element has a value representation, or has none. */
    private static TransferSyntax found(Cursor cursor, boolean known) throws DicomException, IOException {
        boolean explicit = Vr.of(cursor.peek(4), cursor.peek(5)).isPresent();
        int little = group(cursor, ByteOrder.LITTLE_ENDIAN);
        int big = group(cursor, ByteOrder.BIG_ENDIAN);
        if (explicit) {
            return big < little ? TransferSyntax.EXPLICIT_VR_BIG_ENDIAN : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        }
        if (!known && Dictionary.of(little << 16 | cursor.peek(3) << 8 | cursor.peek(2)) == Vr.UN) {
            throw DicomException.of(Reason.NOT_DICOM, "first group " + little, "an attribute of PS3.6");
        }
        return TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    }

    private static int group(Cursor cursor, ByteOrder order) throws IOException {
        int first = cursor.peek(0);
        int second = cursor.peek(1);
        return order == ByteOrder.LITTLE_ENDIAN ? second << 8 | first : first << 8 | second;
    }
}

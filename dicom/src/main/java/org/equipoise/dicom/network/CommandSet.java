package org.equipoise.dicom.network;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.equipoise.dicom.Uid;
import org.equipoise.dicom.network.ProtocolException.Abort;

/** A command set (PS3.7, 6.3 and annex E): elements of group 0000, in implicit VR little endian. */
final class CommandSet {

    /** Bytes of a command set; one of a C-STORE-RQ takes a few hundred. */
    static final int MOST_BYTES = 1 << 14;

    static final int C_STORE_RQ = 0x0001;
    static final int C_ECHO_RQ = 0x0030;
    /** It has no response. */
    static final int C_CANCEL_RQ = 0x0FFF;

    static final int RESPONSE = 0x8000;

    static final int AFFECTED_SOP_CLASS_UID = 0x0002;
    static final int COMMAND_FIELD = 0x0100;
    static final int MESSAGE_ID = 0x0110;
    static final int MESSAGE_ID_RESPONDED_TO = 0x0120;
    static final int DATA_SET_TYPE = 0x0800;
    static final int STATUS = 0x0900;
    static final int ERROR_COMMENT = 0x0902;
    static final int AFFECTED_SOP_INSTANCE_UID = 0x1000;

    static final int NO_DATA_SET = 0x0101;

    private final SortedMap<Integer, ByteBuffer> elements;

    private CommandSet(SortedMap<Integer, ByteBuffer> elements) {
        this.elements = elements;
    }

    /** Reads one. */
    static CommandSet of(byte[] bytes) throws ProtocolException {
        SortedMap<Integer, ByteBuffer> elements = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            if (in.remaining() < 8) {
                throw invalid("a command set that ends in the header of an element");
            }
            int group = in.getShort() & 0xFFFF;
            int element = in.getShort() & 0xFFFF;
            long length = in.getInt() & 0xFFFF_FFFFL;
            if (group != 0 || length > in.remaining()) {
                throw invalid("a command set with group " + group + " and an element of " + length + " bytes where "
                        + in.remaining() + " are left");
            }
            ByteBuffer value = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
            in.position(in.position() + (int) length);
            if (elements.put(element, value) != null) {
                throw invalid("a command set with an element twice");
            }
        }
        return new CommandSet(elements);
    }

    /** The answer to this one, without a data set. */
    CommandSet response(int status, String comment) throws ProtocolException {
        CommandSet response = new CommandSet(new TreeMap<>());
        response.putUid(AFFECTED_SOP_CLASS_UID, this);
        response.put(COMMAND_FIELD, number(COMMAND_FIELD) | RESPONSE);
        response.put(MESSAGE_ID_RESPONDED_TO, number(MESSAGE_ID));
        response.put(DATA_SET_TYPE, NO_DATA_SET);
        response.put(STATUS, status);
        if (!comment.isEmpty()) {
            response.put(ERROR_COMMENT, comment, ' ');
        }
        response.putUid(AFFECTED_SOP_INSTANCE_UID, this);
        return response;
    }

    /** A value of 16 bits that has to be there. */
    int number(int element) throws ProtocolException {
        ByteBuffer value = elements.get(element);
        if (value == null || value.remaining() != 2) {
            throw invalid(String.format("a command set without a value of 16 bits in (0000,%04X)", element));
        }
        return value.getShort(0) & 0xFFFF;
    }

    boolean hasDataSet() throws ProtocolException {
        return number(DATA_SET_TYPE) != NO_DATA_SET;
    }

    /** A value of text, without padding; empty if it is missing. It may be anything: who uses it has to check it. */
    String text(int element) {
        ByteBuffer value = elements.get(element);
        return value == null ? "" : Padding.without(value);
    }

    private void put(int element, int value) {
        elements.put(
                element,
                ByteBuffer.allocate(2)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort((short) value)
                        .flip());
    }

    private void put(int element, String value, char padding) {
        String even = value.length() % 2 == 0 ? value : value + padding;
        elements.put(element, ByteBuffer.wrap(even.getBytes(StandardCharsets.US_ASCII)));
    }

    private void putUid(int element, CommandSet from) {
        String uid = from.text(element);
        if (Uid.isValid(uid)) {
            put(element, uid, '\0');
        }
    }

    /** Its bytes, with the group length before. */
    byte[] toBytes() {
        ByteArrayOutputStream group = new ByteArrayOutputStream();
        for (Map.Entry<Integer, ByteBuffer> element : elements.entrySet()) {
            ByteBuffer value = element.getValue().duplicate();
            ByteBuffer bytes = ByteBuffer.allocate(8 + value.remaining()).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putShort((short) 0).putShort(element.getKey().shortValue());
            bytes.putInt(value.remaining()).put(value);
            group.writeBytes(bytes.array());
        }
        return ByteBuffer.allocate(12 + group.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putInt(4)
                .putInt(group.size())
                .put(group.toByteArray())
                .array();
    }

    private static ProtocolException invalid(String message) {
        return new ProtocolException(Abort.SERVICE_USER, message);
    }
}

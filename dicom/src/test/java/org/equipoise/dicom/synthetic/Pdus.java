package org.equipoise.dicom.synthetic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.equipoise.dicom.TransferSyntax;

/** PDUs and command sets of a service class user (PS3.7, annex E; PS3.8, 9.3), and pieces to make wrong ones of. */
public final class Pdus {

    public static final String VERIFICATION = "1.2.840.10008.1.1";
    public static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";
    public static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    public static final int COMMAND = 1;
    public static final int LAST = 2;

    /** A presentation context that is proposed. */
    public record Context(int id, String abstractSyntax, List<String> transferSyntaxes) {

        /** One of a SOP class in a transfer syntax. */
        public static Context of(int id, String abstractSyntax, TransferSyntax... syntaxes) {
            return new Context(
                    id,
                    abstractSyntax,
                    List.of(syntaxes).stream().map(TransferSyntax::uid).toList());
        }
    }

    private Pdus() {}

    /** A PDU of a type. */
    public static byte[] pdu(int type, byte[] body) {
        return ByteBuffer.allocate(6 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array();
    }

    /** An item of the upper layer. */
    public static byte[] item(int type, byte[] value) {
        return ByteBuffer.allocate(4 + value.length)
                .put((byte) type)
                .put((byte) 0)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    /** An A-ASSOCIATE-RQ. */
    public static byte[] associate(String called, String calling, List<Context> contexts, int pduBytes) {
        return associate(1, APPLICATION_CONTEXT, called, calling, contexts, pduBytes, new byte[0]);
    }

    /** An A-ASSOCIATE-RQ with all that varies, and more sub-items of the user information. */
    public static byte[] associate(
            int version,
            String applicationContext,
            String called,
            String calling,
            List<Context> contexts,
            int pduBytes,
            byte[] moreUserInformation) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, (byte) version, 0, 0});
        body.writeBytes(latin(String.format("%-16.16s%-16.16s", called, calling)));
        body.writeBytes(new byte[32]);
        body.writeBytes(item(0x10, latin(applicationContext)));
        for (Context context : contexts) {
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            value.writeBytes(new byte[] {(byte) context.id(), 0, 0, 0});
            value.writeBytes(item(0x30, latin(context.abstractSyntax())));
            context.transferSyntaxes().forEach(syntax -> value.writeBytes(item(0x40, latin(syntax))));
            body.writeBytes(item(0x20, value.toByteArray()));
        }
        ByteArrayOutputStream user = new ByteArrayOutputStream();
        user.writeBytes(item(0x51, ByteBuffer.allocate(4).putInt(pduBytes).array()));
        user.writeBytes(item(0x52, latin("1.2.3")));
        user.writeBytes(moreUserInformation);
        body.writeBytes(item(0x50, user.toByteArray()));
        return pdu(1, body.toByteArray());
    }

    /** A fragment with its length, its context and its header. */
    public static byte[] fragment(int context, int control, byte[] bytes) {
        return ByteBuffer.allocate(6 + bytes.length)
                .putInt(bytes.length + 2)
                .put((byte) context)
                .put((byte) control)
                .put(bytes)
                .array();
    }

    /** A P-DATA-TF of one or more fragments. */
    public static byte[] data(byte[]... fragments) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] fragment : fragments) {
            body.writeBytes(fragment);
        }
        return pdu(4, body.toByteArray());
    }

    /** The data set or the command in fragments of a size, a PDU each. */
    public static List<byte[]> inPieces(int context, int control, byte[] bytes, int size) {
        List<byte[]> pdus = new ArrayList<>();
        int start = 0;
        do {
            int length = Math.min(size, bytes.length - start);
            int last = start + length == bytes.length ? LAST : 0;
            byte[] piece = Arrays.copyOfRange(bytes, start, start + length);
            pdus.add(data(fragment(context, control | last, piece)));
            start += length;
        } while (start < bytes.length);
        return pdus;
    }

    public static byte[] release() {
        return pdu(5, new byte[4]);
    }

    public static byte[] abort() {
        return pdu(7, new byte[4]);
    }

    /** The command set of a C-ECHO-RQ. */
    public static byte[] echoRq(int message) {
        return new Command()
                .uid(0x0002, VERIFICATION)
                .us(0x0100, 0x0030)
                .us(0x0110, message)
                .us(0x0800, 0x0101)
                .toBytes();
    }

    /** The command set of a C-STORE-RQ. */
    public static byte[] storeRq(int message, String sopClass, String sopInstance) {
        return new Command()
                .uid(0x0002, sopClass)
                .us(0x0100, 0x0001)
                .us(0x0110, message)
                .us(0x0700, 0)
                .us(0x0800, 0)
                .uid(0x1000, sopInstance)
                .toBytes();
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A command set to be filled. */
    public static final class Command {

        private final ByteArrayOutputStream group = new ByteArrayOutputStream();

        public Command us(int element, int value) {
            return bytes(element, new byte[] {(byte) value, (byte) (value >> 8)});
        }

        public Command uid(int element, String value) {
            return bytes(element, latin(value.length() % 2 == 0 ? value : value + "\0"));
        }

        public Command bytes(int element, byte[] value) {
            ByteBuffer bytes = ByteBuffer.allocate(8 + value.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putShort((short) 0).putShort((short) element).putInt(value.length);
            group.writeBytes(bytes.put(value).array());
            return this;
        }

        /** With the group length before. */
        public byte[] toBytes() {
            byte[] rest = group.toByteArray();
            ByteBuffer whole = ByteBuffer.allocate(12 + rest.length).order(ByteOrder.LITTLE_ENDIAN);
            return whole.putInt(0).putInt(4).putInt(rest.length).put(rest).array();
        }
    }
}

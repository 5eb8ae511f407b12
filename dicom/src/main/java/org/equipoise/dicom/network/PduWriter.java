package org.equipoise.dicom.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes PDUs (PS3.8, 9.3), each in one piece. */
final class PduWriter {

    static final int ASSOCIATE_RQ = 0x01;
    static final int ASSOCIATE_AC = 0x02;
    static final int ASSOCIATE_RJ = 0x03;
    static final int P_DATA_TF = 0x04;
    static final int RELEASE_RQ = 0x05;
    static final int RELEASE_RP = 0x06;
    static final int ABORT = 0x07;

    static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    /** Of a P-DATA-TF with one fragment: its length, its context, its header. */
    private static final int FRAGMENT_HEADER = 6;

    /** An answer is shorter, so it is one fragment unless the peer takes less. */
    private static final int LONGEST_FRAGMENT = 4_096;

    private static final int COMMAND = 1;
    private static final int LAST = 2;

    private final Connection connection;

    PduWriter(Connection connection) {
        this.connection = connection;
    }

    /** An A-ASSOCIATE-AC, with the maximum length that is taken here. */
    void accept(AssociateRequest request, List<PresentationContext> contexts, int pduBytes) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 0, 0});
        body.writeBytes(request.calledField().getBytes(StandardCharsets.ISO_8859_1));
        body.writeBytes(request.callingField().getBytes(StandardCharsets.ISO_8859_1));
        body.writeBytes(new byte[32]);
        item(body, 0x10, ascii(APPLICATION_CONTEXT));
        for (PresentationContext context : contexts) {
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            value.writeBytes(
                    new byte[] {(byte) context.id(), 0, (byte) context.result().code(), 0});
            item(value, 0x40, ascii(context.transferSyntax().uid()));
            item(body, 0x21, value.toByteArray());
        }
        ByteArrayOutputStream user = new ByteArrayOutputStream();
        item(user, 0x51, ByteBuffer.allocate(4).putInt(pduBytes).array());
        item(user, 0x52, ascii(Implementation.CLASS_UID));
        item(user, 0x55, ascii(Implementation.VERSION_NAME));
        item(body, 0x50, user.toByteArray());
        pdu(ASSOCIATE_AC, body.toByteArray());
    }

    void reject(Rejection rejection) throws IOException {
        pdu(ASSOCIATE_RJ, new byte[] {0, (byte) rejection.result(), (byte) rejection.source(), (byte) rejection.reason()
        });
    }

    /** A command set, in fragments that the peer takes. */
    void command(int contextId, byte[] command, long peerPduBytes) throws IOException {
        long most = peerPduBytes == 0 ? LONGEST_FRAGMENT : Math.min(peerPduBytes - FRAGMENT_HEADER, LONGEST_FRAGMENT);
        // Fragments have even lengths.
        int step = (int) most & -2;
        for (int start = 0; start < command.length; start += step) {
            int length = Math.min(step, command.length - start);
            boolean last = start + length == command.length;
            ByteBuffer body = ByteBuffer.allocate(FRAGMENT_HEADER + length)
                    .putInt(length + 2)
                    .put((byte) contextId)
                    .put((byte) (last ? COMMAND | LAST : COMMAND))
                    .put(command, start, length);
            pdu(P_DATA_TF, body.array());
        }
    }

    void released() throws IOException {
        pdu(RELEASE_RP, new byte[4]);
    }

    void abort(ProtocolException.Abort abort) throws IOException {
        pdu(ABORT, new byte[] {0, 0, (byte) abort.source(), (byte) abort.reason()});
    }

    private void pdu(int type, byte[] body) throws IOException {
        connection.write(ByteBuffer.allocate(6 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array());
    }

    private static void item(ByteArrayOutputStream out, int type, byte[] value) {
        out.writeBytes(new byte[] {(byte) type, 0, (byte) (value.length >> 8), (byte) value.length});
        out.writeBytes(value);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

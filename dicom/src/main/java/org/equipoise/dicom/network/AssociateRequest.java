package org.equipoise.dicom.network;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.equipoise.dicom.network.ProtocolException.Abort;

/**
 * An A-ASSOCIATE-RQ PDU (PS3.8, 9.3.2). Items that are not known are skipped: extended negotiation, roles, the
 * asynchronous operations window and user identity among them, none of which is answered and so none agreed.
 *
 * @param protocolVersion bits, of which the lowest is version 1
 * @param calledField the called AE title as it came, 16 characters of ISO 8859-1
 * @param callingField the calling AE title as it came
 * @param applicationContext UID of the application context, or what stands there; may be empty
 * @param contexts presentation contexts that are proposed, at most 128
 * @param pduBytes longest P-DATA-TF that the peer takes; 0 if it takes any
 */
record AssociateRequest(
        int protocolVersion,
        String calledField,
        String callingField,
        String applicationContext,
        List<Proposed> contexts,
        long pduBytes) {

    /** Bytes of a PDU behind its header: 128 contexts of the syntaxes in use take 40,000. */
    static final int MOST_BYTES = 1 << 17;

    private static final int TITLES = 4;
    static final int FIXED_BYTES = 68;
    private static final int APPLICATION_CONTEXT = 0x10;
    private static final int PRESENTATION_CONTEXT = 0x20;
    private static final int ABSTRACT_SYNTAX = 0x30;
    private static final int TRANSFER_SYNTAX = 0x40;
    private static final int USER_INFORMATION = 0x50;
    private static final int MAXIMUM_LENGTH = 0x51;
    /** A P-DATA-TF with a fragment of two bytes. */
    private static final int LEAST_PDU = 8;

    /**
     * A proposed presentation context (PS3.8, 9.3.2.2).
     *
     * @param id odd, 1 to 255
     */
    record Proposed(int id, String abstractSyntax, List<String> transferSyntaxes) {}

    String calledAeTitle() {
        return Padding.without(calledField);
    }

    /** Not checked: it may be anything. */
    String callingAeTitle() {
        return Padding.without(callingField);
    }

    /** Reads what is behind the header. */
    static AssociateRequest of(byte[] body) throws ProtocolException {
        if (body.length < FIXED_BYTES) {
            throw invalid("an A-ASSOCIATE-RQ of " + body.length + " bytes, at least " + FIXED_BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        int version = in.getShort() & 0xFFFF;
        String called = text(in.slice(TITLES, AeTitle.LENGTH));
        String calling = text(in.slice(TITLES + AeTitle.LENGTH, AeTitle.LENGTH));
        in.position(FIXED_BYTES);
        String applicationContext = "";
        List<Proposed> contexts = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        long pduBytes = 0;
        while (in.hasRemaining()) {
            Item item = Item.next(in);
            switch (item.type()) {
                case APPLICATION_CONTEXT -> applicationContext = Padding.without(item.value());
                case PRESENTATION_CONTEXT -> {
                    Proposed proposed = proposed(item.value());
                    if (proposed.id() % 2 == 0 || !ids.add(proposed.id())) {
                        throw invalid("an id of a presentation context that is even or there twice");
                    }
                    contexts.add(proposed);
                }
                case USER_INFORMATION -> pduBytes = maximumLength(item.value());
                default -> {}
            }
        }
        if (pduBytes > 0 && pduBytes < LEAST_PDU) {
            throw invalid("a maximum length of " + pduBytes + ", at least " + LEAST_PDU);
        }
        return new AssociateRequest(version, called, calling, applicationContext, List.copyOf(contexts), pduBytes);
    }

    private static Proposed proposed(ByteBuffer value) throws ProtocolException {
        if (value.remaining() < 4) {
            throw invalid("a presentation context of " + value.remaining() + " bytes, at least 4");
        }
        int id = value.get() & 0xFF;
        value.position(value.position() + 3);
        String abstractSyntax = "";
        List<String> transferSyntaxes = new ArrayList<>();
        while (value.hasRemaining()) {
            Item item = Item.next(value);
            if (item.type() == ABSTRACT_SYNTAX) {
                abstractSyntax = Padding.without(item.value());
            } else if (item.type() == TRANSFER_SYNTAX) {
                transferSyntaxes.add(Padding.without(item.value()));
            }
        }
        return new Proposed(id, abstractSyntax, List.copyOf(transferSyntaxes));
    }

    private static long maximumLength(ByteBuffer value) throws ProtocolException {
        long length = 0;
        while (value.hasRemaining()) {
            Item item = Item.next(value);
            if (item.type() == MAXIMUM_LENGTH && item.value().remaining() == 4) {
                length = item.value().getInt() & 0xFFFF_FFFFL;
            }
        }
        return length;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }

    private static ProtocolException invalid(String message) {
        return new ProtocolException(Abort.INVALID_PARAMETER, message);
    }

    /** An item or sub-item: a type, a reserved byte, a length of 16 bits, a value. */
    private record Item(int type, ByteBuffer value) {

        static Item next(ByteBuffer in) throws ProtocolException {
            if (in.remaining() < 4) {
                throw invalid("an item that ends in its header");
            }
            int type = in.get() & 0xFF;
            in.get();
            int length = in.getShort() & 0xFFFF;
            if (length > in.remaining()) {
                throw invalid("an item of " + length + " bytes where " + in.remaining() + " are left");
            }
            ByteBuffer value = in.slice(in.position(), length);
            in.position(in.position() + length);
            return new Item(type, value);
        }
    }
}

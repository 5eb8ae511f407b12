package org.equipoise.dicom.network;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import org.equipoise.dicom.Uid;
import org.equipoise.dicom.network.ProtocolException.Abort;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of an association together to messages (PS3.7, 6; PS3.8, annex E) and answers each: C-ECHO,
 * C-STORE, and anything else as not recognized.
 */
final class MessageService implements Closeable {

    private static final int SUCCESS = 0x0000;

    private final Connection connection;
    private final PduWriter writer;
    private final ScpSettings settings;
    private final StorageHandler handler;
    private final String callingAeTitle;
    private final long peerPduBytes;
    private final ByteArrayOutputStream commandBytes = new ByteArrayOutputStream();
    /** Of the message that has begun. */
    private @Nullable PresentationContext context;
    /** What it asks for, once that is known; then its data set follows. */
    private @Nullable CommandSet command;

    private @Nullable IncomingObject object;
    private int stored;
    private int refused;

    MessageService(
            Connection connection,
            PduWriter writer,
            ScpSettings settings,
            StorageHandler handler,
            String callingAeTitle,
            long peerPduBytes) {
        this.connection = connection;
        this.writer = writer;
        this.settings = settings;
        this.handler = handler;
        this.callingAeTitle = callingAeTitle;
        this.peerPduBytes = peerPduBytes;
    }

    /** Reads a fragment whose header was read. */
    void fragment(PresentationContext of, boolean isCommand, boolean isLast, int length)
            throws ProtocolException, IOException {
        if (length == 0 && !isLast) {
            throw new ProtocolException(Abort.INVALID_PARAMETER, "an empty fragment that is not the last");
        }
        if (context != null && context.id() != of.id()) {
            throw new ProtocolException(Abort.UNEXPECTED_PARAMETER, "a message in two presentation contexts");
        }
        if (isCommand) {
            if (command != null) {
                throw new ProtocolException(Abort.UNEXPECTED_PARAMETER, "a command where a data set has to follow");
            }
            context = of;
            commandFragment(of, isLast, length);
        } else {
            if (command == null || object == null) {
                throw new ProtocolException(Abort.UNEXPECTED_PARAMETER, "a data set where a command has to follow");
            }
            for (int left = length; left > 0; ) {
                ByteBuffer next = connection.next(left);
                left -= next.remaining();
                object.append(next);
            }
            if (isLast) {
                answer(of, command, object);
                endMessage();
            }
        }
    }

    private void commandFragment(PresentationContext of, boolean isLast, int length)
            throws ProtocolException, IOException {
        if (commandBytes.size() + length > CommandSet.MOST_BYTES) {
            throw new ProtocolException(
                    Abort.INVALID_PARAMETER, "a command set of more than " + CommandSet.MOST_BYTES + " bytes");
        }
        commandBytes.writeBytes(connection.array(length));
        if (isLast) {
            CommandSet whole = CommandSet.of(commandBytes.toByteArray());
            commandBytes.reset();
            begin(of, whole);
        }
    }

    private void begin(PresentationContext of, CommandSet whole) throws ProtocolException, IOException {
        int field = whole.number(CommandSet.COMMAND_FIELD);
        if ((field & CommandSet.RESPONSE) != 0) {
            throw new ProtocolException(Abort.SERVICE_USER, "a response that nobody asked for");
        }
        boolean hasDataSet = whole.hasDataSet();
        if (field == CommandSet.C_CANCEL_RQ && !hasDataSet) {
            endMessage();
            return;
        }
        // Every request has one: without it there is no answer.
        whole.number(CommandSet.MESSAGE_ID);
        if (hasDataSet) {
            command = whole;
            object = field == CommandSet.C_STORE_RQ
                    ? incoming(of, whole)
                    : IncomingObject.refused(notRecognized(), settings.limits().objectBytes());
            return;
        }
        if (field == CommandSet.C_ECHO_RQ && of.isVerification()) {
            respond(of, whole, SUCCESS, "");
        } else if (field == CommandSet.C_STORE_RQ) {
            refused++;
            respond(of, whole, StoreStatus.cannotUnderstand("a C-STORE-RQ without a data set"));
        } else {
            respond(of, whole, notRecognized());
        }
        endMessage();
    }

    /** The data set of a C-STORE-RQ; what is wrong with the request is known before it comes. */
    private IncomingObject incoming(PresentationContext of, CommandSet request) {
        long most = settings.limits().objectBytes();
        String sopClass = request.text(CommandSet.AFFECTED_SOP_CLASS_UID);
        String sopInstance = request.text(CommandSet.AFFECTED_SOP_INSTANCE_UID);
        if (of.isVerification() || !sopClass.equals(of.abstractSyntax())) {
            return IncomingObject.refused(
                    StoreStatus.classNotSupported("not the SOP class of the presentation context"), most);
        }
        if (!Uid.isValid(sopInstance)) {
            return IncomingObject.refused(StoreStatus.invalidInstance("the Affected SOP Instance UID is no UID"), most);
        }
        byte[] head = FileMetaInformation.of(sopClass, sopInstance, of.transferSyntax(), callingAeTitle);
        return IncomingObject.in(settings.folder(), head, most);
    }

    private void answer(PresentationContext of, CommandSet request, IncomingObject whole)
            throws ProtocolException, IOException {
        Optional<Path> file = whole.complete();
        StoreStatus status = whole.refusal()
                .or(() -> file.map(path -> handled(of, request, whole, path)))
                .orElseThrow();
        if (status.isStored()) {
            stored++;
        } else if (request.number(CommandSet.COMMAND_FIELD) == CommandSet.C_STORE_RQ) {
            refused++;
        }
        whole.close();
        respond(of, request, status);
    }

    private StoreStatus handled(PresentationContext of, CommandSet request, IncomingObject whole, Path file) {
        try {
            return Objects.requireNonNull(handler.store(new ReceivedObject(
                    callingAeTitle,
                    settings.aeTitle(),
                    of.abstractSyntax(),
                    request.text(CommandSet.AFFECTED_SOP_INSTANCE_UID),
                    of.transferSyntax(),
                    file,
                    whole.bytes())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return StoreStatus.processingFailure("interrupted");
        } catch (Exception e) {
            // What it says may be a path, or worse.
            return StoreStatus.processingFailure("the object could not be handled");
        }
    }

    private void respond(PresentationContext of, CommandSet request, StoreStatus status)
            throws ProtocolException, IOException {
        respond(of, request, status.code(), status.comment());
    }

    private void respond(PresentationContext of, CommandSet request, int status, String comment)
            throws ProtocolException, IOException {
        writer.command(of.id(), request.response(status, comment).toBytes(), peerPduBytes);
    }

    private static StoreStatus notRecognized() {
        return new StoreStatus(0x0211, "");
    }

    private void endMessage() {
        context = null;
        command = null;
        object = null;
    }

    /** Whether a message has begun and not ended. */
    boolean isWithinMessage() {
        return context != null;
    }

    /** Objects that the handler took. */
    int stored() {
        return stored;
    }

    /** Objects that were answered with a failure. */
    int refused() {
        return refused;
    }

    /** What has not come to its end goes. */
    @Override
    public void close() {
        if (object != null) {
            object.close();
        }
    }
}

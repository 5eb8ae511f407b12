package org.equipoise.dicom.network;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.equipoise.dicom.network.AssociationEnd.Ending;
import org.equipoise.dicom.network.ProtocolException.Abort;
import org.jspecify.annotations.Nullable;

/** An association from its request to its end (PS3.8, 9.2, as acceptor). One thread runs it. */
final class Association {

    /** A connection that is rejected anyhow gets no longer. */
    private static final Duration REJECTION = Duration.ofSeconds(2);

    private static final int COMMAND = 1;
    private static final int LAST = 2;

    private final Connection connection;
    private final ScpSettings settings;
    private final StorageHandler handler;
    private final boolean admitted;
    private final PduWriter writer;
    private final long latest;
    /** Whether what is read now has to come before {@link #latest}, and not earlier. */
    private boolean isLastDeadline;

    private volatile boolean closing;
    private @Nullable MessageService messages;

    /** One of a connection, to be rejected if there are too many. */
    Association(Connection connection, ScpSettings settings, StorageHandler handler, boolean admitted) {
        this.connection = connection;
        this.settings = settings;
        this.handler = handler;
        this.admitted = admitted;
        this.writer = new PduWriter(connection);
        this.latest = System.nanoTime() + settings.limits().associationTimeout().toNanos();
    }

    boolean isAdmitted() {
        return admitted;
    }

    Connection connection() {
        return connection;
    }

    /** Ends it when its handler has returned and its answer is written; called from another thread. */
    void endSoon() throws IOException {
        closing = true;
        connection.endInput();
    }

    /** Runs it to its end, and closes the connection. */
    AssociationEnd run() {
        try {
            AssociationEnd end = attempt();
            boolean isThere = end.ending() != Ending.DISCONNECTED && end.ending() != Ending.ABORTED;
            if (isThere && !connection.isStuck()) {
                connection.linger();
            }
            return end;
        } finally {
            if (messages != null) {
                messages.close();
            }
            close();
        }
    }

    private void close() {
        try {
            connection.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    private AssociationEnd attempt() {
        try {
            return converse();
        } catch (ProtocolException e) {
            abort(e.abort());
            return end(Ending.PROTOCOL, String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            abort(Abort.NOT_SPECIFIED);
            return end(Ending.TIMED_OUT, late());
        } catch (IOException e) {
            if (connection.isStuck()) {
                return end(
                        Ending.TIMED_OUT,
                        "an answer was not read for " + settings.limits().idleTimeout());
            }
            if (closing) {
                abort(Abort.SERVICE_USER);
                return end(Ending.CLOSED, "");
            }
            return end(Ending.DISCONNECTED, e instanceof EOFException ? "closed by the peer" : "the connection broke");
        }
    }

    private AssociationEnd converse() throws IOException, ProtocolException {
        within(
                admitted
                        ? settings.limits().artimTimeout()
                        : shorter(settings.limits().artimTimeout(), REJECTION));
        int type = connection.u8();
        connection.u8();
        long length = connection.u32();
        if (type != PduWriter.ASSOCIATE_RQ) {
            throw isKnown(type)
                    ? new ProtocolException(Abort.UNEXPECTED_PDU, "PDU type " + type + " before an A-ASSOCIATE-RQ")
                    : unrecognized(type);
        }
        if (length > AssociateRequest.MOST_BYTES) {
            throw tooLong("an A-ASSOCIATE-RQ", length, AssociateRequest.MOST_BYTES);
        }
        AssociateRequest request = AssociateRequest.of(connection.array((int) length));
        Optional<Rejection> rejection = rejection(request);
        if (rejection.isPresent()) {
            writer.reject(rejection.get());
            return end(Ending.REJECTED, rejection.get().detail());
        }
        List<PresentationContext> contexts = request.contexts().stream()
                .map(proposed -> PresentationContext.of(proposed, settings))
                .toList();
        writer.accept(request, contexts, settings.limits().pduBytes());
        MessageService service =
                new MessageService(connection, writer, settings, handler, request.callingAeTitle(), request.pduBytes());
        messages = service;
        return serve(
                service,
                contexts.stream()
                        .filter(PresentationContext::isAccepted)
                        .collect(Collectors.toMap(PresentationContext::id, Function.identity())));
    }

    private Optional<Rejection> rejection(AssociateRequest request) {
        String calling = request.callingAeTitle();
        if (!admitted) {
            return Optional.of(Rejection.TOO_MANY_ASSOCIATIONS);
        }
        if ((request.protocolVersion() & 1) == 0) {
            return Optional.of(Rejection.PROTOCOL_VERSION);
        }
        if (!request.applicationContext().equals(PduWriter.APPLICATION_CONTEXT)) {
            return Optional.of(Rejection.APPLICATION_CONTEXT);
        }
        if (!request.calledAeTitle().equals(settings.aeTitle())) {
            return Optional.of(Rejection.CALLED_AE_TITLE);
        }
        if (!AeTitle.isValid(calling) || !settings.permits(calling)) {
            return Optional.of(Rejection.CALLING_AE_TITLE);
        }
        if (request.contexts().size() > settings.limits().presentationContexts()) {
            return Optional.of(Rejection.TOO_MANY_CONTEXTS);
        }
        return Optional.empty();
    }

    private AssociationEnd serve(MessageService service, Map<Integer, PresentationContext> contexts)
            throws IOException, ProtocolException {
        while (true) {
            within(settings.limits().idleTimeout());
            int type = connection.u8();
            within(settings.limits().idleTimeout());
            connection.u8();
            long length = connection.u32();
            switch (type) {
                case PduWriter.P_DATA_TF -> data(service, contexts, length);
                case PduWriter.ABORT -> {
                    return end(Ending.ABORTED, "");
                }
                case PduWriter.RELEASE_RQ -> {
                    if (service.isWithinMessage()) {
                        throw new ProtocolException(Abort.UNEXPECTED_PDU, "an A-RELEASE-RQ within a message");
                    }
                    if (length != 4) {
                        throw tooLong("an A-RELEASE-RQ", length, 4);
                    }
                    connection.u32();
                    writer.released();
                    return end(Ending.RELEASED, "");
                }
                default ->
                    throw isKnown(type)
                            ? new ProtocolException(Abort.UNEXPECTED_PDU, "PDU type " + type + " within an association")
                            : unrecognized(type);
            }
        }
    }

    /** A P-DATA-TF: fragments, each with its length, its context and its header (PS3.8, 9.3.5). */
    private void data(MessageService service, Map<Integer, PresentationContext> contexts, long length)
            throws IOException, ProtocolException {
        if (length > settings.limits().pduBytes()) {
            throw tooLong("a P-DATA-TF", length, settings.limits().pduBytes());
        }
        long left = length;
        do {
            long fragment = left < 6 ? 0 : connection.u32();
            if (fragment < 2 || fragment > left - 4) {
                throw new ProtocolException(
                        Abort.INVALID_PARAMETER,
                        "a fragment of " + fragment + " bytes where " + left + " are left with its length");
            }
            int id = connection.u8();
            int control = connection.u8();
            PresentationContext context = contexts.get(id);
            if (context == null) {
                throw new ProtocolException(Abort.INVALID_PARAMETER, "a presentation context that was not accepted");
            }
            service.fragment(context, (control & COMMAND) != 0, (control & LAST) != 0, (int) fragment - 2);
            left -= 4 + fragment;
        } while (left > 0);
    }

    /** What is read next has to come in this time, and before the association has taken its time. */
    private void within(Duration time) {
        long now = System.nanoTime();
        isLastDeadline = latest - now <= time.toNanos();
        connection.deadline(isLastDeadline ? latest : now + time.toNanos());
    }

    private String late() {
        if (isLastDeadline) {
            return "the association took " + settings.limits().associationTimeout();
        }
        return messages == null
                ? "no A-ASSOCIATE-RQ in " + settings.limits().artimTimeout()
                : "no PDU, or none that is complete, in " + settings.limits().idleTimeout();
    }

    private void abort(Abort abort) {
        try {
            writer.abort(abort);
        } catch (IOException e) {
            // It is gone.
        }
    }

    private AssociationEnd end(Ending ending, String detail) {
        return new AssociationEnd(
                ending,
                detail,
                connection.peer(),
                messages == null ? 0 : messages.stored(),
                messages == null ? 0 : messages.refused());
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static boolean isKnown(int type) {
        return type >= PduWriter.ASSOCIATE_RQ && type <= PduWriter.ABORT;
    }

    private static ProtocolException unrecognized(int type) {
        return new ProtocolException(Abort.UNRECOGNIZED_PDU, "PDU type " + type);
    }

    private static ProtocolException tooLong(String what, long length, long limit) {
        return new ProtocolException(Abort.INVALID_PARAMETER, what + " of " + length + " bytes, limit " + limit);
    }
}

package org.equipoise.dicom.network;

/** A peer broke a rule of PS3.7 or PS3.8; the association is aborted. The message holds no word of the peer. */
final class ProtocolException extends Exception {

    /** Source and reason of an A-ABORT (PS3.8, 9.3.8). */
    enum Abort {
        SERVICE_USER(0, 0),
        NOT_SPECIFIED(2, 0),
        UNRECOGNIZED_PDU(2, 1),
        UNEXPECTED_PDU(2, 2),
        UNEXPECTED_PARAMETER(2, 5),
        INVALID_PARAMETER(2, 6);

        private final int source;
        private final int reason;

        Abort(int source, int reason) {
            this.source = source;
            this.reason = reason;
        }

        int source() {
            return source;
        }

        int reason() {
            return reason;
        }
    }

    private final Abort abort;

    ProtocolException(Abort abort, String message) {
        super(message);
        this.abort = abort;
    }

    Abort abort() {
        return abort;
    }
}

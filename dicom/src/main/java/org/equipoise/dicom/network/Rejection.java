package org.equipoise.dicom.network;

/** Why an association is rejected: result, source and reason of an A-ASSOCIATE-RJ (PS3.8, 9.3.4). */
enum Rejection {
    APPLICATION_CONTEXT(1, 1, 2, "the application context is not DICOM's"),
    CALLING_AE_TITLE(1, 1, 3, "the calling AE title is none or not permitted"),
    CALLED_AE_TITLE(1, 1, 7, "the called AE title is not this one's"),
    PROTOCOL_VERSION(1, 2, 2, "the protocol version is not 1"),
    TOO_MANY_CONTEXTS(1, 3, 2, "more presentation contexts than are permitted"),
    TOO_MANY_ASSOCIATIONS(2, 3, 2, "as many associations as are permitted, in all or from one address");

    private final int result;
    private final int source;
    private final int reason;
    private final String detail;

    Rejection(int result, int source, int reason, String detail) {
        this.result = result;
        this.source = source;
        this.reason = reason;
        this.detail = detail;
    }

    int result() {
        return result;
    }

    int source() {
        return source;
    }

    int reason() {
        return reason;
    }

    String detail() {
        return detail;
    }
}

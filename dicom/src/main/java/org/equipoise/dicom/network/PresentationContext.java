package org.equipoise.dicom.network;

import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.Uid;
import org.equipoise.dicom.network.AssociateRequest.Proposed;

/**
 * A presentation context as it is answered (PS3.8, 9.3.3.2).
 *
 * @param id the proposed one
 * @param abstractSyntax the proposed SOP class, a valid UID if it is accepted
 * @param result what becomes of it
 * @param transferSyntax the chosen one; without meaning if it is not accepted
 */
record PresentationContext(int id, String abstractSyntax, Result result, TransferSyntax transferSyntax) {

    static final String VERIFICATION = "1.2.840.10008.1.1";

    /** All storage SOP classes begin like this, those to come as well (PS3.4, B.5; PS3.6, annex A). */
    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

    /** Results of the standard; the codes are {@link #code}. */
    enum Result {
        ACCEPTANCE(0),
        ABSTRACT_SYNTAX_NOT_SUPPORTED(3),
        TRANSFER_SYNTAXES_NOT_SUPPORTED(4);

        private final int code;

        Result(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** What becomes of a proposed one. */
    static PresentationContext of(Proposed proposed, ScpSettings settings) {
        String syntax = proposed.abstractSyntax();
        if (!syntax.equals(VERIFICATION) && !isStorage(syntax)) {
            return refused(proposed, Result.ABSTRACT_SYNTAX_NOT_SUPPORTED);
        }
        return settings.transferSyntaxes().stream()
                .filter(ours -> proposed.transferSyntaxes().contains(ours.uid()))
                .findFirst()
                .map(chosen -> new PresentationContext(proposed.id(), syntax, Result.ACCEPTANCE, chosen))
                .orElseGet(() -> refused(proposed, Result.TRANSFER_SYNTAXES_NOT_SUPPORTED));
    }

    private static PresentationContext refused(Proposed proposed, Result result) {
        return new PresentationContext(
                proposed.id(), proposed.abstractSyntax(), result, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    }

    boolean isAccepted() {
        return result == Result.ACCEPTANCE;
    }

    boolean isVerification() {
        return abstractSyntax.equals(VERIFICATION);
    }

    private static boolean isStorage(String uid) {
        return uid.startsWith(STORAGE) && Uid.isValid(uid);
    }
}

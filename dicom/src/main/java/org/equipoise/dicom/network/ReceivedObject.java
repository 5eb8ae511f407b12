package org.equipoise.dicom.network;

import java.nio.file.Path;

import org.equipoise.dicom.TransferSyntax;

/**
 * An object that a peer stores. Its text says neither the titles nor the UIDs, which are the peer's words.
 *
 * @param callingAeTitle AE title of the peer, 1 to 16 printable characters
 * @param calledAeTitle AE title that it called: this SCP's
 * @param sopClassUid Affected SOP Class UID (0000,0002), a valid UID. What the data set says is not looked at
 * @param sopInstanceUid Affected SOP Instance UID (0000,1000), a valid UID
 * @param transferSyntax in which it was transferred and lies in the file
 * @param file of PS3.10, with the data set as it came. It is deleted when the handler has returned, unless it was moved
 * @param dataSetBytes bytes of the data set
 */
public record ReceivedObject(
        String callingAeTitle,
        String calledAeTitle,
        String sopClassUid,
        String sopInstanceUid,
        TransferSyntax transferSyntax,
        Path file,
        long dataSetBytes) {

    @Override
    public String toString() {
        return transferSyntax + ", " + dataSetBytes + " bytes";
    }
}

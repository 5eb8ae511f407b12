package org.equipoise.dicom.network;

import java.time.Duration;

/**
 * What peers may take. Every number is a most.
 *
 * @param pduBytes bytes of a P-DATA-TF PDU behind its header, which is told to peers (PS3.8, annex D.1); 4,096 to 16
 *     MiB
 * @param objectBytes bytes of a data set as it is transferred, 1 to 1 TiB. On disk lie at most so many for each
 *     association
 * @param associations associations at once, 1 to 1,000; each has a thread
 * @param associationsPerAddress those from one network address, 1 to {@code associations}
 * @param presentationContexts presentation contexts that an association may propose, 1 to 128
 * @param artimTimeout time for a connection to send its A-ASSOCIATE-RQ (the ARTIM timer of PS3.8, 9.1.5)
 * @param idleTimeout time for a PDU to begin, time for it to be complete once it began, and time for the peer to take
 *     an answer
 * @param associationTimeout time of an association
 */
public record AssociationLimits(
        int pduBytes,
        long objectBytes,
        int associations,
        int associationsPerAddress,
        int presentationContexts,
        Duration artimTimeout,
        Duration idleTimeout,
        Duration associationTimeout) {

    private static final int LEAST_PDU = 4_096;
    private static final int LARGEST_PDU = 16 << 20;
    private static final int MOST_ASSOCIATIONS = 1_000;
    private static final int MOST_CONTEXTS = 128;
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * 256 KiB a PDU, 1 GiB an object, 16 associations, 8 from one address, 128 presentation contexts; 10 s for the
     * request, 30 s for a PDU, an hour for an association.
     */
    public static final AssociationLimits DEFAULT = new AssociationLimits(
            256 << 10, 1L << 30, 16, 8, 128, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofHours(1));

    public AssociationLimits {
        within("pduBytes", pduBytes, LEAST_PDU, LARGEST_PDU);
        within("objectBytes", objectBytes, 1, 1L << 40);
        within("associations", associations, 1, MOST_ASSOCIATIONS);
        within("associationsPerAddress", associationsPerAddress, 1, associations);
        within("presentationContexts", presentationContexts, 1, MOST_CONTEXTS);
        within("artimTimeout", artimTimeout);
        within("idleTimeout", idleTimeout);
        within("associationTimeout", associationTimeout);
    }

    /** The same with other sizes. */
    public AssociationLimits withBytes(int ofPdu, long ofObject) {
        return new AssociationLimits(
                ofPdu,
                ofObject,
                associations,
                associationsPerAddress,
                presentationContexts,
                artimTimeout,
                idleTimeout,
                associationTimeout);
    }

    /** The same with other numbers of associations. */
    public AssociationLimits withAssociations(int all, int perAddress) {
        return new AssociationLimits(
                pduBytes,
                objectBytes,
                all,
                perAddress,
                presentationContexts,
                artimTimeout,
                idleTimeout,
                associationTimeout);
    }

    /** The same with another number of presentation contexts. */
    public AssociationLimits withPresentationContexts(int most) {
        return new AssociationLimits(
                pduBytes,
                objectBytes,
                associations,
                associationsPerAddress,
                most,
                artimTimeout,
                idleTimeout,
                associationTimeout);
    }

    /** The same with other times. */
    public AssociationLimits withTimeouts(Duration artim, Duration idle, Duration association) {
        return new AssociationLimits(
                pduBytes,
                objectBytes,
                associations,
                associationsPerAddress,
                presentationContexts,
                artim,
                idle,
                association);
    }

    private static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", it must be " + least + " to " + most);
        }
    }

    private static void within(String name, Duration value) {
        if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + value + ", it must be PT0.001S to " + LONGEST);
        }
    }
}

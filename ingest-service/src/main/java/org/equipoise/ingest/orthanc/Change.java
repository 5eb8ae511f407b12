package org.equipoise.ingest.orthanc;

/**
 * A line of Orthanc's log of changes.
 *
 * @param seq its number, from 1; later ones have larger numbers, and none is given twice
 * @param date when it was, to the second and by Orthanc's clock, as {@code 20261130T114730}
 * @param id of what changed, as Orthanc names it, a hash of identifiers of the patient: for requests alone, never for a
 *     log; empty for {@link Kind#OTHER}
 */
public record Change(long seq, String date, Kind kind, String id) {

    /** What changed, as far as anybody here cares. */
    public enum Kind {
        /** An instance came. */
        NEW_INSTANCE,
        /** No instance of a study came for Orthanc's {@code StableAge}. */
        STABLE_STUDY,
        OTHER;

        /** That of a {@code ChangeType}. */
        public static Kind of(String type) {
            return switch (type) {
                case "NewInstance" -> NEW_INSTANCE;
                case "StableStudy" -> STABLE_STUDY;
                default -> OTHER;
            };
        }
    }

    /**
     * One as Orthanc says it.
     *
     * @throws AnswerException if a value is out of its range
     */
    public static Change of(long seq, String date, String type, String id) throws AnswerException {
        if (seq < 1) {
            throw new AnswerException("a change has a Seq below 1");
        }
        if (!date.matches("\\d{8}T\\d{6}")) {
            throw new AnswerException("a change has a Date that is not of 8 digits, T and 6 digits");
        }
        Kind kind = Kind.of(type);
        return new Change(seq, date, kind, kind == Kind.OTHER ? "" : checkedId(id));
    }

    /**
     * A name of Orthanc: five groups of eight hexadecimal digits. Nothing else becomes part of an address.
     *
     * @throws AnswerException if it is none
     */
    public static String checkedId(String id) throws AnswerException {
        if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{8}){4}")) {
            throw new AnswerException("an ID is not of five groups of eight hexadecimal digits");
        }
        return id;
    }

    /** The place behind it. */
    Position position() {
        return new Position(seq, date);
    }

    @Override
    public String toString() {
        return "Change[" + seq + ", " + kind + "]";
    }
}

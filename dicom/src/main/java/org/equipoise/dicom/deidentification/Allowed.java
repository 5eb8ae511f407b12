package org.equipoise.dicom.deidentification;

import java.util.List;
import java.util.Optional;

/**
 * An attribute on the list.
 *
 * @param codes all values that a {@link Treatment#CODE} may have
 * @param least the smallest number, of {@link Treatment#WHOLE} and {@link Treatment#NUMBER}
 * @param most the largest
 */
record Allowed(int tag, String keyword, Treatment treatment, List<String> codes, double least, double most) {

    /** A row of the table: tag, keyword, treatment, and codes by comma or bounds with two dots between. */
    static Allowed of(List<String> row) {
        int tag = Integer.parseUnsignedInt(row.get(0), 16);
        Treatment treatment = Treatment.valueOf(row.get(2));
        String values = row.get(3);
        return switch (treatment) {
            case CODE, CODES -> new Allowed(tag, row.get(1), treatment, List.of(values.split(",", -1)), 0, 0);
            case WHOLE, NUMBER -> {
                String[] bounds = values.split("\\.\\.", -1);
                double least = Double.parseDouble(bounds[0]);
                yield new Allowed(tag, row.get(1), treatment, List.of(), least, Double.parseDouble(bounds[1]));
            }
            default -> new Allowed(tag, row.get(1), treatment, List.of(), 0, 0);
        };
    }

    /** Whether Table E.1-1 and the options let the attribute be kept in this form. */
    boolean isPermitted(Optional<Rule> rule, Options options) {
        return switch (treatment) {
            case CODE, CODES, WHOLE, NUMBER, IMAGE_CLASS, DECADE ->
                rule.map(row -> row.permitsValue(options)).orElse(true);
            case DATE -> rule.map(row -> row.permitsShiftedDate(options)).orElse(options.shiftedDates());
            case UID -> rule.map(Rule::permitsUid).orElse(true);
            case PATIENT -> rule.map(Rule::permitsPseudonym).orElse(true);
            case STATION ->
                options.stationPseudonym() && rule.map(Rule::permitsPseudonym).orElse(true);
        };
    }
}

package org.equipoise.bench.outages;

import java.util.List;
import java.util.Locale;

import org.equipoise.bench.outages.Arrivals.Standing;
import org.equipoise.bench.report.ResultTable;

/**
 * One door in one outage.
 *
 * @param strange images that were refused behind the door, or that nobody sent
 * @param acknowledgedAfter seconds from the end of the outage until everything was acknowledged; 0 if it was before
 * @param thereAfter seconds from then until every image was there
 * @param restarts of ingest meanwhile
 */
record Row(
        String door,
        Disturbance disturbance,
        Series series,
        Standing standing,
        int strange,
        Tally tally,
        double acknowledgedAfter,
        double thereAfter,
        int restarts) {

    /** The same when all others are done, too. */
    Row with(Standing later) {
        return new Row(door, disturbance, series, later, strange, tally, acknowledgedAfter, thereAfter, restarts);
    }

    String name() {
        return door + ", " + disturbance.word();
    }

    /** Images that are there once and accepted; those that are there more often count as missing. */
    long once() {
        return Math.max(0, standing.accepted() - standing.more() - strange);
    }

    static ResultTable table(List<Row> rows) {
        var table = new ResultTable(
                2,
                "door",
                "away",
                "sent",
                "there once",
                "told to come again",
                "no answer",
                "longest answer, s",
                "acknowledged after, s",
                "there after, s",
                "restarts");
        rows.forEach(row -> table.row(List.of(
                row.door,
                row.disturbance.word(),
                String.valueOf(row.series.size()),
                String.valueOf(row.once()),
                String.valueOf(row.tally.askedAgain()),
                String.valueOf(row.tally.brokenOff()),
                row.tally.longest().isZero() ? "-" : number(row.tally.longest().toMillis() / 1e3),
                number(row.acknowledgedAfter),
                number(row.thereAfter),
                String.valueOf(row.restarts))));
        return table;
    }

    private static String number(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}

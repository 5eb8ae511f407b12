package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.equipoise.common.csv.CsvLine;
import org.jspecify.annotations.Nullable;

/** The audit trail as a table, one line an answer. */
public final class AuditCsv {

    static final String HEADER = "image,dataset,study,model,model_version,trained_on,dataset_hash,predicted_at,answer,"
            + "scores,standing,reader_label,votes,checked_at,settled_by,overruled";

    private AuditCsv() {}

    /** The header and every row. */
    public static String of(List<AuditRow> rows) {
        var csv = new StringBuilder(HEADER).append("\r\n");
        for (AuditRow row : rows) {
            Map<String, String> scores = new LinkedHashMap<>();
            for (int k = 0; k < row.labels().size(); k++) {
                scores.put(row.labels().get(k), row.probabilities().get(k).toString());
            }
            List<@Nullable String> cells = new ArrayList<>();
            cells.add(row.image());
            cells.add(row.dataset());
            cells.add(row.study());
            cells.add(row.model());
            cells.add(row.modelVersion());
            cells.add(row.trainedOn());
            cells.add(row.datasetHash());
            cells.add(row.predictedAt().toString());
            cells.add(row.answer());
            cells.add(pairs(scores));
            cells.add(row.standing());
            cells.add(row.readerLabel());
            cells.add(pairs(new TreeMap<>(row.votes())));
            Instant checkedAt = row.checkedAt();
            cells.add(checkedAt == null ? null : checkedAt.toString());
            cells.add(names(row.settledBy()));
            cells.add(names(row.overruled()));
            csv.append(CsvLine.of(cells)).append("\r\n");
        }
        return csv.toString();
    }

    /** Where a list is separated by semicolons, a spreadsheet may take each of them for a cell. */
    private static String pairs(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> CsvLine.harmless(pair.getKey()) + "=" + pair.getValue())
                .collect(Collectors.joining(";"));
    }

    private static String names(List<String> names) {
        return names.stream().map(CsvLine::harmless).collect(Collectors.joining(";"));
    }
}

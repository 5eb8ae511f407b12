package org.equipoise.local.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.equipoise.common.csv.CsvTable;
import org.equipoise.local.options.UsageException;

/**
 * What a wrong answer costs: the first row names the answers, each further one a true class and its costs.
 *
 * <pre>
 * true,normal,pneumonia
 * normal,0,1
 * pneumonia,5,0
 * </pre>
 *
 * @param classes as the first row names them
 * @param costs by true class and answer, as they were written
 */
record CostTable(List<String> classes, Map<String, Map<String, String>> costs) {

    private static final int MOST_CLASSES = 64;
    private static final double MOST = 1e6;

    static CostTable of(CsvTable table, String name) {
        List<String> classes = table.header().subList(1, table.header().size());
        if (classes.size() < 2 || classes.size() > MOST_CLASSES) {
            throw new UsageException("--aim cost: " + name + " must name 2 to " + MOST_CLASSES
                    + " classes in its first row, after a cell that is not read, got " + classes.size());
        }
        Map<String, Map<String, String>> costs = new TreeMap<>();
        for (CsvTable.Row row : table.rows()) {
            String trueClass = row.cells().get(0);
            Map<String, String> ofClass = new TreeMap<>();
            for (int p = 0; p < classes.size(); p++) {
                String answer = classes.get(p);
                String cost = row.cells().get(p + 1);
                check(name + " line " + row.line(), cost, trueClass.equals(answer));
                if (ofClass.put(answer, cost) != null) {
                    throw new UsageException("--aim cost: " + name + " names the class \"" + answer + "\" twice");
                }
            }
            if (costs.put(trueClass, ofClass) != null) {
                throw new UsageException("--aim cost: " + name + " has two rows of \"" + trueClass + "\"");
            }
        }
        if (!costs.keySet().equals(Set.copyOf(classes))) {
            throw new UsageException("--aim cost: the rows of " + name + " are of " + costs.keySet()
                    + ", its first row names " + classes + "; one row for each is needed");
        }
        return new CostTable(List.copyOf(classes), costs);
    }

    private static void check(String place, String cost, boolean right) {
        double value;
        try {
            value = Double.parseDouble(cost);
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "--aim cost: " + place + ": a cost must be a number from 0 to 1000000, got \"" + cost + "\"");
        }
        if (!(value >= 0 && value <= MOST) || (right && value != 0)) {
            throw new UsageException("--aim cost: " + place + ": a cost must be from 0 to 1000000, and 0 for the right"
                    + " answer, got " + cost);
        }
    }

    /** As the recipe setting writes it, with the classes in this order. */
    String inOrder(List<String> order) {
        if (order.size() != classes.size() || !new HashSet<>(order).equals(costs.keySet())) {
            throw new UsageException("--aim cost: the file's classes are " + classes + ", the dataset's " + order);
        }
        return order.stream()
                .map(t -> {
                    Map<String, String> ofClass = costs.getOrDefault(t, Map.of());
                    return order.stream().map(p -> ofClass.getOrDefault(p, "")).collect(Collectors.joining(","));
                })
                .collect(Collectors.joining(";"));
    }
}

package org.equipoise.trainer.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a wrong answer costs.
 *
 * @param rows a row for each true class, a column for each answer, in label-set order; 0 on the diagonal, elsewhere
 *     from 0 to {@value #MOST}, in any unit, not all 0; empty where no costs were given
 */
public record CostMatrix(List<List<Double>> rows) {

    static final String NONE = "none";
    static final double MOST = 1e6;
    static final int MOST_CLASSES = 64;

    /** What it must be, to go on with after "it must be". */
    static final String WORDS = "none, or a row of costs for each true class, separated by semicolons, of a cost from 0"
            + " to 1000000 for each answer, separated by commas, 0 for the right one, not all 0, of 2 to 64 classes";

    public CostMatrix {
        rows = rows.stream().map(List::copyOf).toList();
        if (!rows.isEmpty() && !allowed(rows)) {
            throw new IllegalArgumentException("costs must be " + WORDS + ", got " + rows);
        }
    }

    /**
     * Reads what {@link #toString} writes, e.g. {@code 0,1;5,0}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static CostMatrix parse(String text) {
        if (text.equals(NONE)) {
            return new CostMatrix(List.of());
        }
        List<List<Double>> rows = new ArrayList<>();
        for (String row : text.split(";", -1)) {
            List<Double> costs = new ArrayList<>();
            for (String cost : row.split(",", -1)) {
                costs.add(Double.parseDouble(cost.strip()));
            }
            rows.add(costs);
        }
        return new CostMatrix(rows);
    }

    /** What it costs to answer {@code answer} where {@code trueClass} is true. */
    public double of(int trueClass, int answer) {
        return rows.get(trueClass).get(answer);
    }

    /** Number of classes; 0 where no costs were given. */
    public int classes() {
        return rows.size();
    }

    /** Whether no costs were given. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    private static boolean allowed(List<List<Double>> rows) {
        if (rows.size() < 2 || rows.size() > MOST_CLASSES) {
            return false;
        }
        double sum = 0;
        for (int t = 0; t < rows.size(); t++) {
            if (rows.get(t).size() != rows.size() || rows.get(t).get(t) != 0) {
                return false;
            }
            for (double cost : rows.get(t)) {
                if (!(cost >= 0 && cost <= MOST)) {
                    return false;
                }
                sum += cost;
            }
        }
        return sum > 0;
    }

    @Override
    public String toString() {
        return rows.isEmpty()
                ? NONE
                : rows.stream()
                        .map(row -> row.stream().map(RecipeSettings::number).collect(Collectors.joining(",")))
                        .collect(Collectors.joining(";"));
    }
}

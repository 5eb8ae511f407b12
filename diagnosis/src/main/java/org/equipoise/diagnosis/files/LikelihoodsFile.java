package org.equipoise.diagnosis.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.ranking.Likelihoods;

/**
 * {@link Likelihoods} as a file, {@code likelihoods.csv}, whose head says the command that made it. A row is a range of
 * a measure's values, with the measure's weight, the range's upper end and the probability of the range under each
 * cause; the probabilities of a measure's ranges sum to 1 under each cause. The row {@code prior} has the causes'
 * probabilities without evidence.
 */
public final class LikelihoodsFile {

    private static final String FILE = "likelihoods.csv";
    private static final String PRIOR = "prior";
    private static final int COLUMNS_BEFORE_CAUSES = 3;

    private LikelihoodsFile() {}

    /** Those that are shipped. */
    public static Likelihoods shipped() {
        try (InputStream in = LikelihoodsFile.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads such a file.
     *
     * @throws IllegalArgumentException if a measure or cause is unknown, or the numbers are not probabilities
     */
    public static Likelihoods read(String csv) {
        Map<Cause, Double> prior = new EnumMap<>(Cause.class);
        Map<Measure, Reading> readings = new EnumMap<>(Measure.class);
        List<Cause> columns = new ArrayList<>();
        for (List<String> row : rows(csv)) {
            if (columns.isEmpty()) {
                row.subList(COLUMNS_BEFORE_CAUSES, row.size()).forEach(name -> columns.add(cause(name)));
            } else if (row.get(0).equals(PRIOR)) {
                for (int i = 0; i < columns.size(); i++) {
                    prior.put(columns.get(i), number(row.get(COLUMNS_BEFORE_CAUSES + i)));
                }
            } else {
                Measure measure = Measure.named(row.get(0))
                        .orElseThrow(() -> new IllegalArgumentException("no measure is called " + row.get(0)));
                readings.computeIfAbsent(measure, m -> new Reading(number(row.get(1))))
                        .add(row, columns);
            }
        }
        Map<Measure, Likelihoods.Ranges> measures = new EnumMap<>(Measure.class);
        readings.forEach((measure, reading) -> measures.put(measure, reading.ranges()));
        return new Likelihoods(prior, measures);
    }

    private static List<List<String>> rows(String csv) {
        try (var reader =
                CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofCsvRecord(csv)) {
            return reader.stream().map(CsvRecord::getFields).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Cause cause(String name) {
        return Cause.named(name).orElseThrow(() -> new IllegalArgumentException("no cause is called " + name));
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    /** Rows of one measure. */
    private static final class Reading {

        private final double weight;
        private final List<Double> upTo = new ArrayList<>();
        private final Map<Cause, List<Double>> probabilities = new EnumMap<>(Cause.class);

        Reading(double weight) {
            this.weight = weight;
        }

        void add(List<String> row, List<Cause> columns) {
            if (!row.get(2).isEmpty()) {
                upTo.add(number(row.get(2)));
            }
            for (int i = 0; i < columns.size(); i++) {
                probabilities
                        .computeIfAbsent(columns.get(i), c -> new ArrayList<>())
                        .add(number(row.get(COLUMNS_BEFORE_CAUSES + i)));
            }
        }

        Likelihoods.Ranges ranges() {
            return new Likelihoods.Ranges(weight, upTo, probabilities);
        }
    }

    /**
     * What is read again by {@link #read}.
     *
     * @param head lines that say where the numbers come from
     */
    public static String write(Likelihoods likelihoods, List<String> head) {
        var text = new StringBuilder();
        head.forEach(line -> text.append("# ").append(line).append('\n'));
        List<Cause> columns = List.copyOf(likelihoods.prior().keySet());
        text.append("measure,weight,up-to");
        columns.forEach(cause -> text.append(',').append(cause.wireName()));
        text.append('\n').append(PRIOR).append(",,");
        likelihoods.prior().values().forEach(prior -> text.append(',').append(decimal(prior)));
        text.append('\n');
        likelihoods.measures().forEach((measure, ranges) -> {
            for (int range = 0; range <= ranges.upTo().size(); range++) {
                text.append(measure.wireName())
                        .append(',')
                        .append(decimal(ranges.weight()))
                        .append(',');
                text.append(range < ranges.upTo().size() ? decimal(ranges.upTo().get(range)) : "");
                for (Cause cause : columns) {
                    text.append(',').append(decimal(ranges.probability(cause, range)));
                }
                text.append('\n');
            }
        });
        return text.toString();
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }
}

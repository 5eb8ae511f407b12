package org.equipoise.diagnosis.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.ranking.Forest;
import org.equipoise.diagnosis.ranking.Tree;

/**
 * A {@link Forest} as a file, {@code forest.csv}, whose head says the command that made it. A row is a node: a measure
 * and a value with the number of the node that follows a higher one, while a value that is at most as high is followed
 * by the next row; or none, at an end, with the runs that came there in the learning, by their causes. The first row
 * has the forest's sharpness in place of a value.
 */
public final class ForestFile {

    private static final String FILE = "forest.csv";
    private static final String SHARPNESS = "sharpness";

    private ForestFile() {}

    /** The one that is shipped. */
    public static Forest shipped() {
        try (InputStream in = ForestFile.class.getResourceAsStream(FILE)) {
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
     * @throws IllegalArgumentException if a measure or cause is unknown, or the rows are no trees
     */
    public static Forest read(String csv) {
        List<List<NamedCsvRecord>> trees = new ArrayList<>();
        double sharpness = Double.NaN;
        for (NamedCsvRecord row : rows(csv)) {
            if (row.getField("measure").equals(SHARPNESS)) {
                sharpness = Double.parseDouble(row.getField("up-to"));
                continue;
            }
            if (row.getField("node").equals("0")) {
                trees.add(new ArrayList<>());
            }
            if (trees.isEmpty()) {
                throw new IllegalArgumentException("a tree begins with node 0");
            }
            trees.get(trees.size() - 1).add(row);
        }
        return new Forest(trees.stream().map(ForestFile::tree).toList(), sharpness);
    }

    /** From its end, because a question has the runs of its answers. */
    private static Tree tree(List<NamedCsvRecord> rows) {
        Tree.Node[] nodes = new Tree.Node[rows.size()];
        for (int i = nodes.length - 1; i >= 0; i--) {
            NamedCsvRecord row = rows.get(i);
            String measure = row.getField("measure");
            if (measure.isEmpty()) {
                nodes[i] = Tree.Node.end(runs(row.getField("runs")));
            } else {
                int higher = Integer.parseInt(row.getField("higher"));
                if (higher <= i + 1 || higher >= nodes.length) {
                    throw new IllegalArgumentException("node " + i + " of " + nodes.length + " leads to " + higher);
                }
                var question = new Tree.Question(
                        Measure.named(measure)
                                .orElseThrow(() -> new IllegalArgumentException("no measure is called " + measure)),
                        Double.parseDouble(row.getField("up-to")),
                        higher);
                nodes[i] = Tree.Node.asking(question, nodes[i + 1], nodes[higher]);
            }
        }
        return new Tree(List.of(nodes));
    }

    private static List<NamedCsvRecord> rows(String csv) {
        try (var reader =
                CsvReader.builder().commentStrategy(CommentStrategy.SKIP).ofNamedCsvRecord(csv)) {
            return reader.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Cause, Double> runs(String text) {
        Map<Cause, Double> runs = new EnumMap<>(Cause.class);
        Arrays.stream(text.split(" ", -1)).map(one -> one.split("=", 2)).forEach(one -> {
            Cause cause =
                    Cause.named(one[0]).orElseThrow(() -> new IllegalArgumentException("no cause is called " + one[0]));
            runs.put(cause, one.length < 2 ? Double.NaN : Double.parseDouble(one[1]));
        });
        return runs;
    }

    /**
     * What is read again by {@link #read}.
     *
     * @param head lines that say where the numbers come from
     */
    public static String write(Forest forest, List<String> head) {
        var text = new StringBuilder();
        head.forEach(line -> text.append("# ").append(line).append('\n'));
        text.append("tree,node,measure,up-to,higher,runs\n");
        text.append(",,")
                .append(SHARPNESS)
                .append(',')
                .append(decimal(forest.sharpness()))
                .append(",,\n");
        for (int t = 0; t < forest.trees().size(); t++) {
            List<Tree.Node> nodes = forest.trees().get(t).nodes();
            for (int n = 0; n < nodes.size(); n++) {
                Tree.Question question = nodes.get(n).question();
                text.append(t).append(',').append(n).append(',');
                text.append(
                                question == null
                                        ? ",,," + runs(nodes.get(n).runs())
                                        : question.measure().wireName() + "," + decimal(question.upTo()) + ","
                                                + question.high() + ",")
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String runs(Map<Cause, Double> runs) {
        return runs.entrySet().stream()
                .map(entry -> entry.getKey().wireName() + "=" + decimal(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String decimal(double value) {
        String text = String.format(Locale.ROOT, "%.4g", value);
        return text.contains(".") && !text.contains("e") ? text.replaceAll("\\.?0+$", "") : text;
    }
}

package org.equipoise.dicom.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.equipoise.dicom.deidentification.ConformanceStatement;

/**
 * Makes the rules of de-identification of PS3.15, Table E.1-1, as data (JSON), and the conformance statement of the
 * rules. Of the table it takes tags, names and codes, and none of its texts.
 */
public final class ConfidentialityRules {

    private static final String RESOURCE =
            "dicom/src/main/resources/org/equipoise/dicom/deidentification/confidentiality-rules.txt";
    private static final String STATEMENT = "docs/dicom-conformance.md";
    private static final String HEAD = """
            # PS3.15, Table E.1-1, made by "dicom/run rules FILE": tag (x is any digit; odd, all odd groups), keyword, action
            # of the Basic Profile, of the Retain Patient Characteristics Option, of the Retain Longitudinal Temporal
            # Information with Modified Dates Option.
            """;

    private static final Pattern ROW = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TAG = Pattern.compile("\\(([0-9A-FX]{4}),([0-9A-FX]{4})\\)");

    private ConfidentialityRules() {}

    /** The project's folder, and the table if the rules are to be made anew. */
    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(arguments[0]);
        if (arguments.length > 1) {
            List<String> rules = rules(Files.readString(Path.of(arguments[1])));
            Files.writeString(project.resolve(RESOURCE), HEAD + String.join("\n", rules) + "\n");
            Path compiled = project.resolve(RESOURCE.replace("src/main/resources", "target/classes"));
            Files.copy(project.resolve(RESOURCE), compiled, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            System.out.println(rules.size() + " rules in " + RESOURCE);
        }
        Files.writeString(project.resolve(STATEMENT), ConformanceStatement.markdown());
        System.out.println("written: " + STATEMENT);
    }

    /** A line for each row of the table, by tags. */
    public static List<String> rules(String json) {
        Map<String, String> lines = new TreeMap<>();
        Matcher row = ROW.matcher(json);
        while (row.find()) {
            Map<String, String> fields = new TreeMap<>();
            Matcher field = FIELD.matcher(row.group(1));
            while (field.find()) {
                fields.put(field.group(1), field.group(2));
            }
            String tag = pattern(fields.getOrDefault("tag", ""));
            String line = String.join(
                    "|",
                    tag,
                    keyword(fields.getOrDefault("name", "")),
                    fields.getOrDefault("basicProfile", ""),
                    fields.getOrDefault("rtnPatCharsOpt", ""),
                    fields.getOrDefault("rtnLongModifDatesOpt", ""));
            if (lines.put(tag, line) != null) {
                throw new IllegalArgumentException(tag + " occurs twice");
            }
        }
        return new ArrayList<>(lines.values());
    }

    private static String pattern(String tag) {
        String upper = tag.toUpperCase(Locale.ROOT);
        if (upper.equals("(GGGG,EEEE) WHERE GGGG IS ODD")) {
            return "odd";
        }
        Matcher matcher = TAG.matcher(upper);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(tag + " is no tag");
        }
        return (matcher.group(1) + matcher.group(2)).replace('X', 'x');
    }

    /** PS3.6's keyword of a name: without spaces, signs, and the s of the genitive. */
    static String keyword(String name) {
        String plain = name.replaceAll("\\\\n.*", "")
                .replace("File-set", "File Set")
                .replace(" (Trial)", " Trial")
                .replace("(s)", "s")
                .replace("'s ", " ")
                .replaceAll("['\\-]", "");
        StringBuilder keyword = new StringBuilder();
        for (String word : plain.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                keyword.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return keyword.toString();
    }
}

package org.equipoise.dicom.deidentification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All rows of PS3.15, Table E.1-1, as {@code dicom/run rules} made them of the table as data. */
final class Rules {

    static final String RESOURCE = "confidentiality-rules.txt";

    static final Rules TABLE = new Rules(Lines.of(RESOURCE).stream()
            .map(row -> new Rule(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
            .toList());

    private final List<Rule> all;
    private final Map<Integer, Rule> exact = new HashMap<>();
    private final List<Rule> patterns = new ArrayList<>();

    private Rules(List<Rule> all) {
        this.all = all;
        for (Rule rule : all) {
            if (rule.isExact()) {
                exact.put(Integer.parseUnsignedInt(rule.pattern(), 16), rule);
            } else {
                patterns.add(rule);
            }
        }
    }

    List<Rule> all() {
        return all;
    }

    /** The row about an attribute; empty if the table has none. */
    Optional<Rule> find(int tag) {
        Rule rule = exact.get(tag);
        return rule != null
                ? Optional.of(rule)
                : patterns.stream().filter(pattern -> pattern.matches(tag)).findFirst();
    }
}

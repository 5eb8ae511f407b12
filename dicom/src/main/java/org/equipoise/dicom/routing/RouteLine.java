package org.equipoise.dicom.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.dicom.routing.Condition.Subject;
import org.jspecify.annotations.Nullable;

/** One line of a file of rules. */
final class RouteLine {

    private static final String ARROW = "->";
    private static final String ANY = "any";
    private static final int MOST_PATTERNS = 64;
    private static final int MOST_PATTERN_CHARACTERS = 128;
    private static final String SUBJECTS =
            Arrays.stream(Subject.values()).map(Subject::word).collect(Collectors.joining(", "));

    private RouteLine() {}

    /** Words between blanks; quotes keep blanks and go; what follows # outside of quotes is a comment. */
    static List<String> words(int number, String line) throws RoutesException {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (!quoted && c == '#') {
                break;
            } else if (!quoted && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quoted) {
            throw new RoutesException(number, "a quotation mark is not closed");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    static Route route(int number, List<String> words) throws RoutesException {
        int arrow = words.indexOf(ARROW);
        if (arrow <= 0) {
            throw new RoutesException(
                    number, "a rule is CONDITIONS -> dataset=NAME [model=NAME]; \"any\" is no condition");
        }
        return new Route(
                number,
                conditions(number, words.subList(0, arrow)),
                target(number, words.subList(arrow + 1, words.size())));
    }

    private static List<Condition> conditions(int number, List<String> words) throws RoutesException {
        if (words.equals(List.of(ANY))) {
            return List.of();
        }
        List<Condition> conditions = new ArrayList<>();
        Set<Subject> subjects = new HashSet<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            Optional<Subject> subject = Arrays.stream(Subject.values())
                    .filter(known -> known.word().equals(name))
                    .findFirst();
            if (equals < 0 || subject.isEmpty()) {
                throw new RoutesException(
                        number,
                        "\"" + shown(word) + "\" is no condition: one is NAME=VALUE, NAME is one of " + SUBJECTS);
            }
            if (!subjects.add(subject.get())) {
                throw new RoutesException(number, name + " stands twice: alternatives are separated by commas");
            }
            conditions.add(new Condition(subject.get(), patterns(number, word.substring(equals + 1))));
        }
        return conditions;
    }

    private static List<Glob> patterns(int number, String values) throws RoutesException {
        String[] each = values.split(",", -1);
        if (each.length > MOST_PATTERNS) {
            throw new RoutesException(
                    number, "a condition has at most " + MOST_PATTERNS + " alternatives, got " + each.length);
        }
        List<Glob> patterns = new ArrayList<>();
        for (String pattern : each) {
            if (pattern.length() > MOST_PATTERN_CHARACTERS) {
                throw new RoutesException(
                        number,
                        "a value has at most " + MOST_PATTERN_CHARACTERS + " characters, got " + pattern.length());
            }
            patterns.add(new Glob(pattern.strip()));
        }
        return patterns;
    }

    private static Target target(int number, List<String> words) throws RoutesException {
        @Nullable String dataset = null;
        @Nullable String model = null;
        for (String word : words) {
            if (dataset == null && word.startsWith("dataset=")) {
                dataset = word.substring("dataset=".length());
            } else if (model == null && word.startsWith("model=")) {
                model = word.substring("model=".length());
            } else {
                throw new RoutesException(
                        number,
                        "\"" + shown(word) + "\" is no target: behind the arrow stand dataset=NAME and model=NAME");
            }
        }
        if (dataset == null) {
            throw new RoutesException(number, "behind the arrow dataset=NAME is missing");
        }
        try {
            return new Target(dataset, model);
        } catch (IllegalArgumentException e) {
            throw new RoutesException(number, String.valueOf(e.getMessage()));
        }
    }

    private static String shown(String word) {
        return word.length() <= MOST_PATTERN_CHARACTERS ? word : word.substring(0, MOST_PATTERN_CHARACTERS) + "…";
    }
}

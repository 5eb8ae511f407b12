package org.equipoise.trainer.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.equipoise.trainer.optimisation.Course;

/** What a setting may be. */
sealed interface SettingRange {

    /** Whether this value, as it was written, is one of them. */
    boolean allows(String value);

    /** The values in words, to go on with after "it must be". */
    String words();

    /** A number within two limits, which are allowed too. */
    record Decimal(double lowest, double highest) implements SettingRange {

        @Override
        public boolean allows(String value) {
            try {
                double number = Double.parseDouble(value);
                return number >= lowest && number <= highest;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String words() {
            return "a number from " + RecipeSettings.number(lowest) + " to " + RecipeSettings.number(highest);
        }
    }

    /** A whole number within two limits, which are allowed too. */
    record Whole(int lowest, int highest) implements SettingRange {

        @Override
        public boolean allows(String value) {
            try {
                int number = Integer.parseInt(value);
                return number >= lowest && number <= highest;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String words() {
            return "a whole number from " + lowest + " to " + highest;
        }
    }

    /** One of a few words. */
    record OneOf(List<String> values) implements SettingRange {

        public OneOf {
            values = List.copyOf(values);
        }

        static OneOf flag() {
            return new OneOf(List.of("true", "false"));
        }

        static OneOf of(List<Integer> numbers) {
            return new OneOf(numbers.stream().map(String::valueOf).toList());
        }

        static OneOf of(Class<? extends Enum<?>> type) {
            return new OneOf(
                    Arrays.stream(type.getEnumConstants()).map(OneOf::wireName).toList());
        }

        static String wireName(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public boolean allows(String value) {
            return values.contains(value);
        }

        @Override
        public String words() {
            int last = values.size() - 1;
            return String.join(", ", values.subList(0, last)) + " or " + values.get(last);
        }
    }

    /** A {@link Course} that was changed on the way, or {@value #NONE}. */
    record Replanned() implements SettingRange {

        static final String NONE = "none";

        /** The course; absent for {@value #NONE}. */
        static Optional<Course> parse(String value) {
            return value.equals(NONE) ? Optional.empty() : Optional.of(Course.parse(value));
        }

        @Override
        public boolean allows(String value) {
            try {
                return parse(value).map(Course::changed).orElse(true);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public String words() {
            return "none, or the epochs planned first and then after:epochs, each after more than the one before,"
                    + " separated by commas, such as 3,1:20";
        }
    }

    /** A name of something that is kept. */
    record Name() implements SettingRange {

        private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

        @Override
        public boolean allows(String value) {
            return NAME.matcher(value).matches();
        }

        @Override
        public String words() {
            return "a name: small letters, digits, '.', '_' and '-', at most 63";
        }
    }

    /** A {@link NetworkSide}. */
    record Side() implements SettingRange {

        private static final Whole PIXELS = new Whole(NetworkSide.LEAST, NetworkSide.MOST);

        @Override
        public boolean allows(String value) {
            return value.equals(NetworkSide.VERSION) || value.equals(NetworkSide.AUTO) || PIXELS.allows(value);
        }

        @Override
        public String words() {
            return NetworkSide.VERSION + ", " + NetworkSide.AUTO + " or " + PIXELS.words();
        }
    }

    /** What wrong answers cost, or none. */
    record Costs() implements SettingRange {

        @Override
        public boolean allows(String value) {
            try {
                // Refuses what it does not allow.
                CostMatrix.parse(value);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public String words() {
            return CostMatrix.WORDS;
        }
    }

    /** The class that is to be found, or none. */
    record Sought() implements SettingRange {

        @Override
        public boolean allows(String value) {
            try {
                // Refuses what it does not allow.
                SoughtClass.parse(value);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public String words() {
            return SoughtClass.WORDS;
        }
    }

    /** A share for each class, or {@value #NONE}. */
    record Shares() implements SettingRange {

        static final String NONE = "none";

        /** Shares written with two digits need not sum to 1 exactly: thirds sum to 0.99. */
        private static final double SUM_TOLERANCE = 0.011;

        /** The shares; empty for {@value #NONE}. */
        static List<Double> parse(String value) {
            return value.equals(NONE)
                    ? List.of()
                    : Arrays.stream(value.split(",", -1))
                            .map(share -> Double.parseDouble(share.strip()))
                            .toList();
        }

        @Override
        public boolean allows(String value) {
            try {
                List<Double> shares = parse(value);
                double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
                return shares.isEmpty()
                        || (shares.stream().allMatch(share -> share > 0) && Math.abs(sum - 1) <= SUM_TOLERANCE);
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String words() {
            return "none, or a share above 0 for each class, separated by commas, summing to 1";
        }
    }
}

package org.equipoise.trainer.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which architecture the arrays of a state dictionary are of, by their names and shapes. */
final class StateDictionaryCheck {

    /** Faults that a refusal names of each kind. */
    private static final int NAMED = 3;

    /** The arrays of a batch normalisation. */
    static final List<String> NORMALISATION = List.of(".weight", ".bias", ".running_mean", ".running_var");

    /** Layers behind the last stage, which are not used, whatever they are. */
    private static final List<String> BEHIND = List.of("_conv_head.", "_bn1.", "_fc.");

    private StateDictionaryCheck() {}

    /**
     * The architecture that has exactly these arrays.
     *
     * @throws InvalidBackboneException if none has, with what differs from the nearest one
     */
    static BackboneArchitecture architecture(Map<String, WeightTensor> arrays) {
        return Arrays.stream(BackboneArchitecture.values())
                .filter(one -> new Faults(one, arrays).count() == 0)
                .findFirst()
                .orElseThrow(() -> refusal(arrays));
    }

    private static InvalidBackboneException refusal(Map<String, WeightTensor> arrays) {
        Faults nearest = Arrays.stream(BackboneArchitecture.values())
                .map(one -> new Faults(one, arrays))
                .min(Comparator.comparingInt(Faults::count))
                .orElseThrow();
        return new InvalidBackboneException("not the weights of EfficientNet-Lite 0, 1 or 2; nearest is "
                + nearest.architecture.wireName() + ", of which " + nearest.words());
    }

    private static final class Faults {

        private final BackboneArchitecture architecture;
        private final List<String> missing = new ArrayList<>();
        private final List<String> misshaped = new ArrayList<>();
        private final Set<String> extra;

        Faults(BackboneArchitecture architecture, Map<String, WeightTensor> arrays) {
            this.architecture = architecture;
            extra = new TreeSet<>(arrays.keySet());
            extra.removeIf(name -> BEHIND.stream().anyMatch(name::startsWith));
            for (FrozenConvolution layer : architecture.all()) {
                expect(arrays, layer.weights(), layer.sourceShape());
                NORMALISATION.forEach(end -> expect(arrays, layer.normalisation() + end, List.of(layer.out())));
            }
        }

        private void expect(Map<String, WeightTensor> arrays, String name, List<Integer> shape) {
            WeightTensor array = arrays.get(name);
            extra.remove(name);
            if (array == null) {
                missing.add(name);
            } else if (!array.shape().equals(shape)) {
                misshaped.add(name + " " + array.shape() + " instead of " + shape);
            }
        }

        int count() {
            return missing.size() + misshaped.size() + extra.size();
        }

        String words() {
            List<String> words = new ArrayList<>();
            add(words, missing, " are missing: ");
            add(words, misshaped, " have another shape: ");
            add(words, extra.stream().map(StateDictionaryCheck::printable).toList(), " are unknown: ");
            return String.join("; ", words);
        }

        private static void add(List<String> words, List<String> faults, String what) {
            if (!faults.isEmpty()) {
                words.add(faults.size()
                        + what
                        + String.join(", ", faults.subList(0, Math.min(NAMED, faults.size())))
                        + (faults.size() > NAMED ? ", ..." : ""));
            }
        }
    }

    /** A name from a file, short and without anything that a terminal would obey. */
    private static String printable(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "?");
        return plain.length() <= 80 ? plain : plain.substring(0, 80) + "...";
    }
}

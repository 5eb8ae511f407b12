package org.equipoise.trainer.backbone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;

/**
 * The convolutions of a pretrained network up to the last stage that is looked at, each with its batch normalisation
 * folded into it: a kernel as TensorFlow lays it out, and a bias.
 */
public final class BackboneWeights {

    /** Of the batch normalisations of EfficientNet. */
    private static final double EPSILON = 1e-3;

    private static final String KERNEL = "_kernel";
    private static final String BIAS = "_bias";

    private final BackboneArchitecture architecture;
    private final Map<String, float[]> values;

    private BackboneWeights(BackboneArchitecture architecture, Map<String, float[]> values) {
        this.architecture = architecture;
        this.values = values;
    }

    /**
     * From the arrays of a state dictionary, by their names there.
     *
     * @throws InvalidBackboneException if they are not those of an architecture that is known, or a number is not
     *     finite
     */
    public static BackboneWeights of(Map<String, WeightTensor> arrays) {
        BackboneArchitecture architecture = StateDictionaryCheck.architecture(arrays);
        Map<String, float[]> values = new LinkedHashMap<>();
        for (FrozenConvolution layer : architecture.used()) {
            fold(layer, arrays, values);
        }
        return new BackboneWeights(architecture, values);
    }

    private static void fold(FrozenConvolution layer, Map<String, WeightTensor> arrays, Map<String, float[]> values) {
        float[] kernel = finite(layer.weights(), arrays);
        List<float[]> normalisation = StateDictionaryCheck.NORMALISATION.stream()
                .map(end -> finite(layer.normalisation() + end, arrays))
                .toList();
        float[] scale = normalisation.get(0);
        float[] shift = normalisation.get(1);
        float[] mean = normalisation.get(2);
        float[] variance = normalisation.get(3);
        float[] folded = new float[kernel.length];
        float[] bias = new float[layer.out()];
        int in = layer.depthwise() ? 1 : layer.in();
        int area = layer.side() * layer.side();
        for (int out = 0; out < layer.out(); out++) {
            if (variance[out] < 0) {
                throw new InvalidBackboneException(layer.normalisation() + ".running_var has a value below 0");
            }
            double factor = scale[out] / Math.sqrt(variance[out] + EPSILON);
            bias[out] = (float) (shift[out] - mean[out] * factor);
            for (int i = 0; i < in; i++) {
                for (int place = 0; place < area; place++) {
                    // [out, in, place] to [place, in, out]; one channel alone lies at [place, out].
                    folded[(place * in + i) * layer.out() + out] =
                            (float) (kernel[(out * in + i) * area + place] * factor);
                }
            }
        }
        values.put(layer.name() + KERNEL, folded);
        values.put(layer.name() + BIAS, bias);
        checkFinite(layer.weights() + " with its normalisation", folded);
        checkFinite(layer.normalisation() + " folded", bias);
    }

    private static float[] finite(String name, Map<String, WeightTensor> arrays) {
        WeightTensor array = arrays.get(name);
        if (array == null) {
            throw new InvalidBackboneException(name + " is missing");
        }
        checkFinite(name, array.values());
        return array.values();
    }

    private static void checkFinite(String name, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new InvalidBackboneException(name + " has a value that is not finite: " + value);
            }
        }
    }

    /**
     * What {@link #npz} wrote.
     *
     * @throws InvalidBackboneException if it is not what the architecture needs
     */
    public static BackboneWeights read(BackboneArchitecture architecture, byte[] npz) {
        Map<String, NpyArray> arrays;
        try {
            arrays = Npz.read(npz);
        } catch (IllegalArgumentException e) {
            throw new InvalidBackboneException("the kept weights cannot be read: " + e.getMessage(), e);
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        for (FrozenConvolution layer : architecture.used()) {
            values.put(layer.name() + KERNEL, array(arrays, layer.name() + KERNEL, layer.kernelShape()));
            values.put(layer.name() + BIAS, array(arrays, layer.name() + BIAS, List.of(layer.out())));
        }
        return new BackboneWeights(architecture, values);
    }

    private static float[] array(Map<String, NpyArray> arrays, String name, List<Integer> shape) {
        NpyArray array = arrays.get(name);
        if (array == null || !array.shape().equals(shape)) {
            throw new InvalidBackboneException("the kept weights have " + (array == null ? "no " : "another ") + name
                    + (array == null ? "" : ": " + array.shape() + " instead of " + shape));
        }
        float[] values = array.toFloats();
        checkFinite(name, values);
        return values;
    }

    /** To be kept: equal weights give equal bytes, whatever file they came in. */
    public byte[] npz() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        for (FrozenConvolution layer : architecture.used()) {
            int[] shape =
                    layer.kernelShape().stream().mapToInt(Integer::intValue).toArray();
            arrays.put(layer.name() + KERNEL, NpyArray.ofFloats(kernel(layer), shape));
            arrays.put(layer.name() + BIAS, NpyArray.ofFloats(bias(layer), layer.out()));
        }
        return Npz.write(arrays);
    }

    /** SHA-256 of {@link #npz}: the network's identity. */
    public String sha256() {
        return Sha256.hex(npz());
    }

    /** What network it is. */
    public BackboneArchitecture architecture() {
        return architecture;
    }

    /** In {@link FrozenConvolution#kernelShape}, row by row; not a copy. */
    public float[] kernel(FrozenConvolution layer) {
        return known(layer.name() + KERNEL);
    }

    /** One for each channel; not a copy. */
    public float[] bias(FrozenConvolution layer) {
        return known(layer.name() + BIAS);
    }

    private float[] known(String name) {
        float[] known = values.get(name);
        if (known == null) {
            throw new IllegalArgumentException(architecture.wireName() + " has no " + name);
        }
        return known;
    }

    /** Numbers that are kept. */
    public long parameters() {
        return values.values().stream().mapToLong(array -> array.length).sum();
    }
}

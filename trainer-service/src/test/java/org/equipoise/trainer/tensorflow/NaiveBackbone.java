package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.equipoise.trainer.backbone.WeightTensor;

/**
 * EfficientNet-Lite 0 once more, loop by loop from the arrays as PyTorch names them: channels first, normalisation
 * after each convolution, nothing folded.
 */
final class NaiveBackbone {

    /** Blocks, kernel, stride, widening of each stage that is looked through. */
    private static final int[][] STAGES = {
        {1, 3, 1, 1}, {2, 3, 2, 6}, {2, 5, 2, 6}, {3, 3, 2, 6}, {3, 5, 1, 6}, {4, 5, 2, 6}
    };

    private final Map<String, WeightTensor> arrays;

    NaiveBackbone(Map<String, WeightTensor> arrays) {
        this.arrays = arrays;
    }

    /** @param image {@code [3][side][side]}, scaled already */
    double[] features(double[][][] image) {
        List<Double> seen = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        double[][][] x = cut(convolution(image, "_conv_stem", "_bn0", 2, false));
        int block = 0;
        for (int stage = 0; stage < STAGES.length; stage++) {
            for (int i = 0; i < STAGES[stage][0]; i++, block++) {
                String name = "_blocks." + block + ".";
                int stride = i == 0 ? STAGES[stage][2] : 1;
                double[][][] y =
                        STAGES[stage][3] == 1 ? x : cut(convolution(x, name + "_expand_conv", name + "_bn0", 1, false));
                y = cut(convolution(y, name + "_depthwise_conv", name + "_bn1", stride, true));
                y = convolution(y, name + "_project_conv", name + "_bn2", 1, false);
                x = i > 0 || (stride == 1 && x.length == y.length) ? sum(x, y) : y;
            }
            if (stage >= 2) {
                deviations.clear();
                for (double[][] channel : x) {
                    double mean = java.util.Arrays.stream(channel)
                            .flatMapToDouble(java.util.Arrays::stream)
                            .average()
                            .orElseThrow();
                    seen.add(mean);
                    deviations.add(Math.sqrt(java.util.Arrays.stream(channel)
                            .flatMapToDouble(java.util.Arrays::stream)
                            .map(value -> (value - mean) * (value - mean))
                            .average()
                            .orElseThrow()));
                }
                seen.addAll(deviations);
            }
        }
        return seen.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double[][][] convolution(double[][][] x, String name, String normalisation, int stride, boolean depthwise) {
        WeightTensor kernel = Objects.requireNonNull(arrays.get(name + ".weight"));
        int out = kernel.shape().get(0);
        int in = kernel.shape().get(1);
        int side = kernel.shape().get(2);
        int size = (x[0].length + stride - 1) / stride;
        int before = Math.max(0, (size - 1) * stride + side - x[0].length) / 2;
        double[][][] y = new double[out][size][size];
        for (int o = 0; o < out; o++) {
            double scale =
                    values(normalisation + ".weight")[o] / Math.sqrt(values(normalisation + ".running_var")[o] + 1e-3);
            double mean = values(normalisation + ".running_mean")[o];
            double shift = values(normalisation + ".bias")[o];
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    double sum = 0;
                    for (int i = 0; i < in; i++) {
                        double[][] channel = x[depthwise ? o : i];
                        for (int dy = 0; dy < side; dy++) {
                            for (int dx = 0; dx < side; dx++) {
                                int fromRow = row * stride + dy - before;
                                int fromColumn = column * stride + dx - before;
                                if (fromRow >= 0
                                        && fromRow < channel.length
                                        && fromColumn >= 0
                                        && fromColumn < channel.length) {
                                    sum += kernel.values()[((o * in + i) * side + dy) * side + dx]
                                            * channel[fromRow][fromColumn];
                                }
                            }
                        }
                    }
                    y[o][row][column] = (sum - mean) * scale + shift;
                }
            }
        }
        return y;
    }

    private float[] values(String name) {
        return Objects.requireNonNull(arrays.get(name)).values();
    }

    private static double[][][] cut(double[][][] x) {
        for (double[][] channel : x) {
            for (double[] row : channel) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = Math.max(0, Math.min(6, row[i]));
                }
            }
        }
        return x;
    }

    private static double[][][] sum(double[][][] a, double[][][] b) {
        for (int c = 0; c < a.length; c++) {
            for (int row = 0; row < a[c].length; row++) {
                for (int i = 0; i < a[c][row].length; i++) {
                    b[c][row][i] += a[c][row][i];
                }
            }
        }
        return b;
    }
}

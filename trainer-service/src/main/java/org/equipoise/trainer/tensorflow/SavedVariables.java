package org.equipoise.trainer.tensorflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import org.equipoise.diagnosis.model.SavedWeights;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** The weights beside a SavedModel's graph, of which only a few numbers are kept each. */
public final class SavedVariables {

    private static final String OBJECTS = "_CHECKPOINTABLE_OBJECT_GRAPH";

    /** Fields of TensorFlow's trackable_object_graph.proto. */
    private static final int NODES = 1;

    private static final int ATTRIBUTES = 2;
    private static final int FULL_NAME = 2;
    private static final int CHECKPOINT_KEY = 3;

    private SavedVariables() {}

    /**
     * All of float32 that have a name of a layer, in the order of the checkpoint; none where there are no variables, as
     * in a graph of constants, or where they do not say their names, as TensorFlow 1 left them.
     */
    public static List<SavedWeights> of(Path savedModel) {
        Path variables = savedModel.resolve("variables").resolve("variables");
        if (!Files.isRegularFile(variables.resolveSibling("variables.index"))) {
            return List.of();
        }
        NativeLibrary.load();
        try (EagerSession session = EagerSession.create()) {
            Ops tf = Ops.create(session);
            List<SavedWeights> weights = new ArrayList<>();
            names(tf, variables).forEach((name, key) -> {
                try {
                    weights.add(weights(name, tf, variables, key));
                } catch (IllegalArgumentException | TensorFlowException e) {
                    // Of another type than float32: no weights.
                }
            });
            return List.copyOf(weights);
        } catch (IllegalArgumentException | TensorFlowException | InvalidProtocolBufferException e) {
            return List.of();
        }
    }

    /** Keys by the layers' own names; a name that stands there twice is the same variable. */
    private static Map<String, String> names(Ops tf, Path variables) throws InvalidProtocolBufferException {
        Map<String, String> names = new LinkedHashMap<>();
        try (TString graph =
                (TString) restored(tf, variables, OBJECTS, TString.class).asTensor()) {
            UnknownFieldSet objects = UnknownFieldSet.parseFrom(graph.asBytes().getObject());
            for (var node : objects.getField(NODES).getLengthDelimitedList()) {
                for (var attribute :
                        UnknownFieldSet.parseFrom(node).getField(ATTRIBUTES).getLengthDelimitedList()) {
                    UnknownFieldSet fields = UnknownFieldSet.parseFrom(attribute);
                    String name = text(fields, FULL_NAME);
                    String key = text(fields, CHECKPOINT_KEY);
                    if (!name.isEmpty() && !key.isEmpty()) {
                        names.putIfAbsent(name, key);
                    }
                }
            }
        }
        return names;
    }

    private static String text(UnknownFieldSet fields, int number) {
        var texts = fields.getField(number).getLengthDelimitedList();
        return texts.isEmpty() ? "" : texts.get(0).toStringUtf8();
    }

    private static SavedWeights weights(String name, Ops tf, Path variables, String key) {
        try (TFloat32 tensor =
                (TFloat32) restored(tf, variables, key, TFloat32.class).asTensor()) {
            List<Long> shape = LongStream.of(tensor.shape().asArray()).boxed().toList();
            return SavedWeights.of(name, shape, values(tensor));
        }
    }

    private static float[] values(TFloat32 tensor) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        FloatDataBuffer buffer = org.tensorflow.ndarray.buffer.DataBuffers.of(values, false, false);
        tensor.copyTo(buffer);
        return values;
    }

    private static <T extends org.tensorflow.types.family.TType> Operand<?> restored(
            Ops tf, Path variables, String key, Class<T> type) {
        return tf.train
                .restore(
                        tf.constant(variables.toString()),
                        tf.array(key),
                        tf.array(""),
                        List.<Class<? extends org.tensorflow.types.family.TType>>of(type))
                .tensors()
                .get(0);
    }
}

package org.equipoise.trainer.tensorflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.LongStream;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** TensorFlow's file {@code saved_model.pb} of a graph without variables, as its serving tools read it. */
final class ServingGraph {

    /** Names of TensorFlow's {@code signature_constants} and {@code tag_constants}. */
    private static final String SIGNATURE = "serving_default";

    private static final String PREDICT = "tensorflow/serving/predict";
    private static final String TAG = "serve";
    private static final int SCHEMA_VERSION = 1;

    private ServingGraph() {}

    /** Equal graphs give equal bytes. */
    static byte[] savedModel(Graph graph, String inputName, Operand<?> input, String outputName, Operand<?> output) {
        var signature = SignatureDef.newBuilder()
                .setMethodName(PREDICT)
                .putInputs(inputName, info(input))
                .putOutputs(outputName, info(output));
        var meta = MetaGraphDef.newBuilder()
                .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags(TAG))
                .setGraphDef(graph.toGraphDef())
                .putSignatureDef(SIGNATURE, signature.build());
        return inOrder(SavedModel.newBuilder()
                .setSavedModelSchemaVersion(SCHEMA_VERSION)
                .addMetaGraphs(meta)
                .build());
    }

    private static TensorInfo info(Operand<?> tensor) {
        var shape = TensorShapeProto.newBuilder();
        LongStream.of(tensor.shape().asArray())
                .forEach(size -> shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size)));
        var output = tensor.asOutput();
        return TensorInfo.newBuilder()
                .setName(output.op().name() + ":" + output.index())
                .setDtype(output.dataType())
                .setTensorShape(shape)
                .build();
    }

    /** Protocol buffers write a map in any order; in key order, equal models are equal bytes. */
    static byte[] inOrder(MessageLite model) {
        try {
            byte[] bytes = new byte[model.getSerializedSize()];
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.useDeterministicSerialization();
            model.writeTo(out);
            out.checkNoSpaceLeft();
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a model into memory", e);
        }
    }
}

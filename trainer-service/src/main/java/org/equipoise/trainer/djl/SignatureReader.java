package org.equipoise.trainer.djl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.google.protobuf.InvalidProtocolBufferException;
import org.equipoise.trainer.outside.SavedModelInspector;
import org.equipoise.trainer.outside.ServingFormat;
import org.equipoise.trainer.registry.InvalidModelException;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Reads what a SavedModel says about itself, without running it. */
public final class SignatureReader implements SavedModelInspector {

    private static final String TAG = "serve";
    static final int RANK = 4;

    private final Path scratch;

    /** @param scratch folder for unpacked models; made when missing */
    public SignatureReader(Path scratch) {
        this.scratch = scratch;
    }

    @Override
    public Inspected inspect(byte[] zip) {
        try (SavedModelFolder folder = SavedModelFolder.unzip(zip, scratch)) {
            Path root = folder.root()
                    .orElseThrow(
                            () -> new InvalidModelException(
                                    "not a SavedModel: no saved_model.pb at the top of the zip or in its one folder; Keras"
                                            + " writes one by model.export(\"folder\"), a .keras or .h5 file is another format"));
            Signature signature = signature(root);
            return new Inspected(
                    new org.equipoise.trainer.training.SavedModel(folder.zip(root)),
                    signature.name(),
                    signature.input(),
                    dimensions(signature),
                    signature.outputs());
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What a SavedModel's one signature says.
     *
     * @param name its key
     * @param dimensions of the one input, -1 where one is open; empty where even their number is
     * @param outputs size of the output's last dimension; -1 where it does not say
     */
    record Signature(String name, ServingFormat.Input input, List<Long> dimensions, long outputs) {

        Signature {
            dimensions = List.copyOf(dimensions);
        }
    }

    /**
     * Reads the signature of the SavedModel in a folder.
     *
     * @throws InvalidModelException if there is none, or none of an image classifier
     */
    static Signature signature(Path root) {
        return signature(read(root.resolve(SavedModelFolder.GRAPH)));
    }

    /** Whether a graph makes other sizes of its images. */
    static boolean resizes(Path file) {
        return read(file).getMetaGraphsList().stream()
                .map(MetaGraphDef::getGraphDef)
                .flatMap(graph -> Stream.concat(
                        graph.getNodeList().stream(),
                        graph.getLibrary().getFunctionList().stream()
                                .flatMap(function -> function.getNodeDefList().stream())))
                .anyMatch(node -> node.getOp().startsWith("Resize"));
    }

    private static SavedModel read(Path file) {
        try {
            return SavedModel.parseFrom(Files.readAllBytes(file));
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidModelException("not a SavedModel: saved_model.pb is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Signature signature(SavedModel model) {
        MetaGraphDef graph = model.getMetaGraphsList().stream()
                .filter(meta -> meta.getMetaInfoDef().getTagsList().contains(TAG))
                .findFirst()
                .orElseThrow(() -> new InvalidModelException(
                        "not a SavedModel: no graph in its saved_model.pb has the tag \"" + TAG + "\""));
        Map<String, SignatureDef> signatures = new TreeMap<>(graph.getSignatureDefMap());
        signatures.keySet().removeIf(name -> name.startsWith("__"));
        String name = signatures.containsKey(ServingFormat.DEFAULT_SIGNATURE) || signatures.size() != 1
                ? ServingFormat.DEFAULT_SIGNATURE
                : signatures.keySet().iterator().next();
        SignatureDef signature = signatures.get(name);
        if (signature == null) {
            throw new InvalidModelException("unknown signature: neither \"" + ServingFormat.DEFAULT_SIGNATURE
                    + "\" nor a single other one, but " + signatures.keySet());
        }
        TensorInfo input = single("input", signature.getInputsMap());
        TensorInfo output = single("output", signature.getOutputsMap());
        return new Signature(name, type(input), dimensions(input), outputs(output));
    }

    private static TensorInfo single(String what, Map<String, TensorInfo> tensors) {
        if (tensors.size() != 1) {
            throw new InvalidModelException(
                    "the model must have one " + what + ", but has " + new TreeMap<>(tensors).keySet());
        }
        return tensors.values().iterator().next();
    }

    private static ServingFormat.Input type(TensorInfo input) {
        return switch (input.getDtype()) {
            case DT_UINT8 -> ServingFormat.Input.UINT8;
            case DT_FLOAT -> ServingFormat.Input.FLOAT32;
            default ->
                throw new InvalidModelException("the model must take float32 or uint8, but takes " + input.getDtype());
        };
    }

    private static List<Long> dimensions(TensorInfo input) {
        var shape = input.getTensorShape();
        if (shape.getUnknownRank()) {
            return List.of();
        }
        List<Long> all = shape.getDimList().stream().map(d -> d.getSize()).toList();
        if (all.size() != RANK) {
            throw new InvalidModelException(
                    "the model must take images [n, height, width, channels], but takes " + all);
        }
        if (all.get(0) >= 0) {
            throw new InvalidModelException("the model takes batches of " + all.get(0) + " only: leave the size open");
        }
        return all;
    }

    /** Height, width and channels, in this order and no other. */
    private static List<Long> dimensions(Signature signature) {
        List<Long> all = signature.dimensions();
        if (all.isEmpty()) {
            return List.of(-1L, -1L, -1L);
        }
        long channels = all.get(RANK - 1);
        if (channels >= 0 && channels != 1 && channels != 3) {
            throw new InvalidModelException(
                    "the model must take 1 or 3 channels in the last dimension (NHWC), but takes " + all);
        }
        return all.subList(1, RANK);
    }

    private static long outputs(TensorInfo output) {
        if (output.getDtype() != DataType.DT_FLOAT) {
            throw new InvalidModelException("the model must answer float32, but answers " + output.getDtype());
        }
        var shape = output.getTensorShape();
        if (shape.getUnknownRank()) {
            return -1;
        }
        if (shape.getDimCount() != 2) {
            throw new InvalidModelException("the model must answer [n, K], but answers "
                    + shape.getDimList().stream().map(d -> d.getSize()).toList());
        }
        return shape.getDim(1).getSize();
    }
}

package org.equipoise.trainer.tensorflow;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.trainer.backbone.ImportedGraph;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.backbone.PixelRange;
import org.equipoise.trainer.backbone.SavedModelReader;
import org.equipoise.trainer.pickle.ZipDirectory;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** Reads SavedModels of images to features: what is known to be harmless is tried, and kept as one graph. */
public final class SavedModelBackbones implements SavedModelReader {

    private static final String FILE = "saved_model.pb";
    private static final String TAG = "serve";
    private static final int MOST_ENTRIES = 4096;

    private final TensorFlowConfig config;
    private final long mostBytes;

    /** @param mostBytes of a file, of what is unpacked from it, and of a graph's constants */
    public SavedModelBackbones(TensorFlowConfig config, long mostBytes) {
        this.config = config;
        this.mostBytes = mostBytes;
    }

    @Override
    public Optional<Imported> read(byte[] file, @Nullable PixelRange range) {
        if (file.length < 4 || file[0] != 'P' || file[1] != 'K') {
            return Optional.empty();
        }
        var zip = new ZipDirectory(file, mostBytes, MOST_ENTRIES);
        if (zip.names().stream().noneMatch(SavedModelBackbones::isGraph)) {
            return Optional.empty();
        }
        if (range == null) {
            throw new InvalidBackboneException(
                    "of a SavedModel the scale must be said that it was trained on (--scale): " + PixelRange.names());
        }
        List<byte[]> graphs = zip.files().entrySet().stream()
                .filter(entry -> isGraph(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (graphs.size() > 1) {
            throw new InvalidBackboneException("the zip holds " + graphs.size() + " files " + FILE);
        }
        return graphs.stream().findFirst().map(graph -> imported(graph, range));
    }

    private static boolean isGraph(String name) {
        return name.matches("([^/]+/)?saved_model\\.pb");
    }

    private Imported imported(byte[] savedModel, PixelRange range) {
        MetaGraphDef meta = meta(savedModel);
        FeatureSignature signature = FeatureSignature.of(meta);
        var kind = new ImportedGraph(signature.side(), signature.features(), range);
        var numbers = new FrozenNumbers(mostBytes);
        GraphDef graph = SavedModelGraph.of(meta.getGraphDef(), signature, numbers);
        HandedSizes.check(graph);
        NativeLibrary.load();
        new GraphProbe(graph, kind, config.sessionConfig(), GraphProbe.PATIENCE).check();
        return new Imported(kind, ServingGraph.inOrder(graph), numbers.floats());
    }

    private static MetaGraphDef meta(byte[] savedModel) {
        SavedModel model;
        try {
            BoundedMessage.check(savedModel, SavedModel.getDescriptor());
            model = SavedModel.parseFrom(savedModel);
        } catch (IOException e) {
            throw new InvalidBackboneException(FILE + " is damaged or cut short: " + e.getMessage(), e);
        }
        return model.getMetaGraphsList().stream()
                .filter(meta -> meta.getMetaInfoDef().getTagsList().contains(TAG))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidBackboneException("no graph in " + FILE + " has the tag \"" + TAG + "\""));
    }
}

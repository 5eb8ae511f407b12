package org.equipoise.trainer.tensorflow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.BackboneStore;
import org.equipoise.trainer.backbone.BackboneWeights;
import org.equipoise.trainer.backbone.ImportedGraph;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.training.FrozenNetwork;
import org.equipoise.trainer.training.FrozenNetworks;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

/** The pretrained networks of the object store, on the native TensorFlow library. */
public final class TensorFlowBackbones implements FrozenNetworks {

    private final BackboneStore store;
    private final TensorFlowConfig config;
    private final Path scratch;

    /** Of graphs from outside: each is built twice to know it. */
    private final Map<Measured, Long> bytesOfAnImage = new ConcurrentHashMap<>();

    private record Measured(String sha256, ImportedGraph kind, int side) {}

    /** @param scratch folder for short-lived files; made when missing */
    public TensorFlowBackbones(BackboneStore store, TensorFlowConfig config, Path scratch) {
        this.store = store;
        this.config = config;
        this.scratch = scratch;
    }

    @Override
    public Optional<Backbone> find(String name) {
        return store.find(name);
    }

    @Override
    public List<Backbone> all() {
        return store.all();
    }

    @Override
    public List<String> unreadable() {
        return store.unreadable().stream().map(BackboneStore.Unreadable::name).toList();
    }

    @Override
    public FrozenNetwork open(Backbone backbone, InputFormat format, int side) {
        NativeLibrary.load();
        Optional<String> accelerator = config.device() == TensorFlowConfig.Device.CPU
                ? Optional.empty()
                : Devices.accelerator(config.sessionConfig());
        try {
            return new TensorFlowBackbone(
                    looking(backbone), format, side, config.sessionConfig(), scratch, config.describe(accelerator));
        } catch (TensorFlowException e) {
            throw new InvalidBackboneException("the pretrained network " + backbone.name()
                    + " cannot look at images of " + side + " pixels a side: " + e.getMessage());
        }
    }

    private TensorFlowBackbone.Looking looking(Backbone backbone) {
        ImportedGraph kind = backbone.graph();
        if (kind == null) {
            BackboneWeights weights = store.weights(backbone);
            return (tf, images, channels, side) -> new BackboneGraph(tf, weights).features(images, channels, side);
        }
        return new ImportedLooking(
                backbone.sha256(), CopiedGraph.parsed(store.content(backbone)), kind, config.sessionConfig());
    }

    private final class ImportedLooking implements TensorFlowBackbone.Looking {

        private final String sha256;
        private final GraphDef graph;
        private final ImportedGraph kind;
        private final ConfigProto config;

        ImportedLooking(String sha256, GraphDef graph, ImportedGraph kind, ConfigProto config) {
            this.sha256 = sha256;
            this.graph = graph;
            this.kind = kind;
            this.config = config;
        }

        @Override
        public Operand<TFloat32> features(Ops tf, Operand<TFloat32> images, int channels, int side) {
            return new CopiedGraph(tf.withSubScope("backbone"), graph).features(images, channels, side, kind);
        }

        @Override
        public long bytesOfAnImage(int side) {
            return bytesOfAnImage.computeIfAbsent(
                    new Measured(sha256, kind, side),
                    one -> new GraphProbe(graph, kind, config, GraphProbe.PATIENCE).bytesOfAnImage(side));
        }
    }
}

package org.equipoise.trainer.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.equipoise.common.imaging.InputShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

import static org.assertj.core.api.Assertions.assertThat;

class LoneImageTest {

    @TempDir
    private Path root;

    @Test
    void sessionsHaveOwnThreadsWhereTensorFlowIsToldSo() {
        assertThat(LoneImage.sessionsHaveOwnThreads(Map.of(LoneImage.OWN_THREADS, "1")))
                .isTrue();
        assertThat(LoneImage.sessionsHaveOwnThreads(Map.of(LoneImage.OWN_THREADS, "true")))
                .isTrue();
        assertThat(LoneImage.sessionsHaveOwnThreads(Map.of(LoneImage.OWN_THREADS, "0")))
                .isFalse();
        assertThat(LoneImage.sessionsHaveOwnThreads(Map.of())).isFalse();
    }

    @Test
    void anImageIsSmallByItsPixelsUnlessTheGraphResizesIt() throws IOException {
        assertThat(isSmall("Conv2D", new InputShape(64, 64, 3))).isTrue();
        assertThat(isSmall("Conv2D", new InputShape(128, 32, 1))).isTrue();
        assertThat(isSmall("Conv2D", new InputShape(65, 64, 1))).isFalse();
        assertThat(isSmall("ResizeBilinear", new InputShape(28, 28, 1))).isFalse();
    }

    private boolean isSmall(String operation, InputShape shape) throws IOException {
        var graph =
                GraphDef.newBuilder().addNode(NodeDef.newBuilder().setName("a").setOp(operation));
        var model =
                SavedModel.newBuilder().addMetaGraphs(MetaGraphDef.newBuilder().setGraphDef(graph));
        Files.write(root.resolve(SavedModelFolder.GRAPH), model.build().toByteArray());
        return LoneImage.isSmall(root, shape);
    }

    @Test
    void allButTheThreadsStaysAsItIs() {
        var batches = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(8)
                .setInterOpParallelismThreads(8)
                .setAllowSoftPlacement(true)
                .build();

        assertThat(LoneImage.session(batches))
                .isEqualTo(batches.toBuilder()
                        .setIntraOpParallelismThreads(1)
                        .setInterOpParallelismThreads(-1)
                        .build());
    }
}

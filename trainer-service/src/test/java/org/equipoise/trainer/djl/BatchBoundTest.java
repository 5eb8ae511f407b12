package org.equipoise.trainer.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.equipoise.common.imaging.InputShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

import static org.assertj.core.api.Assertions.assertThat;

class BatchBoundTest {

    private static final NodeDef RESIZE =
            NodeDef.newBuilder().setName("a").setOp("ResizeBilinear").build();

    @TempDir
    private Path root;

    private int images(GraphDef.Builder graph, int side) throws IOException {
        var model =
                SavedModel.newBuilder().addMetaGraphs(MetaGraphDef.newBuilder().setGraphDef(graph));
        Files.write(root.resolve("saved_model.pb"), model.build().toByteArray());
        return BatchBound.images(root, new InputShape(side, side, 1));
    }

    /** By hand: 2^21 / 28^2 is 2674, 2^21 / 1024^2 is 2. */
    @Test
    void imagesOfANetworkThatTakesThemAsTheyAreCountByTheirPixels() throws IOException {
        var plain =
                GraphDef.newBuilder().addNode(NodeDef.newBuilder().setName("a").setOp("Conv2D"));

        assertThat(images(plain, 28)).isEqualTo(2674);
        assertThat(images(plain, 1024)).isEqualTo(2);
        assertThat(BatchBound.images(root.resolve("none"), new InputShape(28, 28, 1)))
                .isEqualTo(2674);
    }

    @Test
    void fewImagesAreAnsweredAtOnceWhereTheGraphResizesThem() throws IOException {
        var within = FunctionDefLibrary.newBuilder()
                .addFunction(FunctionDef.newBuilder().addNodeDef(RESIZE));

        assertThat(images(GraphDef.newBuilder().addNode(RESIZE), 28)).isEqualTo(8);
        assertThat(images(GraphDef.newBuilder().setLibrary(within), 28)).isEqualTo(8);
        assertThat(images(GraphDef.newBuilder().addNode(RESIZE), 1024)).isEqualTo(2);
    }
}

package org.equipoise.trainer.labels;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.ImportedGraph;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.backbone.PixelRange;
import org.equipoise.trainer.features.LinearHead;
import org.equipoise.trainer.features.Standardisation;
import org.equipoise.trainer.training.FrozenNetwork;
import org.equipoise.trainer.training.FrozenNetworks;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.SavedModel;

/** One pretrained network, {@code eyes}, that sees what a test says. */
public final class SeeingNetworks implements FrozenNetworks {

    private final int features;
    private final boolean damaged;
    private final Seeing seeing;

    private interface Seeing {
        void see(LabelledImages images, int image, float[] to, int at);
    }

    private SeeingNetworks(int features, boolean damaged, Seeing seeing) {
        this.features = features;
        this.damaged = damaged;
        this.seeing = seeing;
    }

    /** The mean differences of pixels that are beside each other, and below each other. */
    public static SeeingNetworks differences() {
        return new SeeingNetworks(2, false, (images, image, to, at) -> {
            int width = images.shape().width();
            int length = images.shape().length();
            for (int p = 0; p + width < length; p++) {
                float level = images.level(image * length + p);
                to[at] += Math.abs(level - images.level(image * length + p + 1)) / length;
                to[at + 1] += Math.abs(level - images.level(image * length + p + width)) / length;
            }
        });
    }

    /** The same two numbers in turn, whatever the image. */
    static SeeingNetworks nothing() {
        return new SeeingNetworks(2, false, (images, image, to, at) -> to[at + image / 2 % 2] = 1);
    }

    static SeeingNetworks ofFeatures(int features) {
        return new SeeingNetworks(features, false, (images, image, to, at) -> {});
    }

    static SeeingNetworks damaged() {
        return new SeeingNetworks(2, true, (images, image, to, at) -> {});
    }

    @Override
    public Optional<Backbone> find(String name) {
        return all().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    @Override
    public List<Backbone> all() {
        var graph = new ImportedGraph(null, features, PixelRange.ZERO_TO_ONE);
        return List.of(new Backbone("eyes", "e".repeat(64), null, graph, "none", "a test", 1, Instant.EPOCH));
    }

    @Override
    public FrozenNetwork open(Backbone backbone, InputFormat format, int side) {
        if (damaged) {
            throw new InvalidBackboneException("other bytes than when it was added");
        }
        return new FrozenNetwork() {
            @Override
            public float[] features(LabelledImages images, int from, int count, boolean mirrored) {
                float[] seen = new float[count * features];
                for (int i = 0; i < count; i++) {
                    seeing.see(images, from + i, seen, i * features);
                }
                return seen;
            }

            @Override
            public int batch() {
                return 16;
            }

            @Override
            public SavedModel export(
                    Standardisation standardisation, LinearHead head, boolean mirror, LogitCorrection correction) {
                throw new IllegalStateException("an audit serves nothing");
            }

            @Override
            public String device() {
                return "a test";
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}

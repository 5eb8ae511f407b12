package org.equipoise.trainer.training;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.BackboneArchitecture;
import org.equipoise.trainer.backbone.ImportedGraph;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.features.LinearHead;
import org.equipoise.trainer.features.Standardisation;
import org.jspecify.annotations.Nullable;

/**
 * A pretrained network, which sees how each of the first pixels differs from its neighbours to the right and below; and
 * where asked another one, which sees nothing.
 */
final class NeighbourBackbones implements FrozenNetworks {

    static final int FEATURES = BackboneArchitecture.EFFICIENTNET_LITE0.features();
    static final String SHA = "a".repeat(64);

    String sha = SHA;
    int looked;
    int mirrored;
    int dieAfter = Integer.MAX_VALUE;
    boolean exportDies;
    boolean kept = true;
    boolean spoilt;
    boolean damaged;
    boolean blind;
    boolean unreadable;
    boolean two;
    Meeting opened = (backbone, side) -> {};
    Meeting looking = (backbone, side) -> {};

    @Nullable ImportedGraph graph;

    int side;

    /** What happens at a moment. */
    interface Meeting {
        void happen(String backbone, int side);
    }

    @Override
    public Optional<Backbone> find(String name) {
        if (unreadable) {
            throw new InvalidBackboneException("its record is damaged");
        }
        return all().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    @Override
    public List<Backbone> all() {
        if (!kept || unreadable) {
            return List.of();
        }
        return two ? List.of(one("nothing"), one("pixels")) : List.of(one("pixels"));
    }

    @Override
    public List<String> unreadable() {
        return unreadable ? List.of("pixels") : List.of();
    }

    private Backbone one(String name) {
        return new Backbone(
                name,
                sha,
                graph == null ? BackboneArchitecture.EFFICIENTNET_LITE0 : null,
                graph,
                "a licence",
                "a test",
                1,
                Instant.EPOCH);
    }

    @Override
    public FrozenNetwork open(Backbone backbone, InputFormat format, int side) {
        this.side = side;
        opened.happen(backbone.name(), side);
        if (damaged) {
            throw new InvalidBackboneException("other bytes than when it was added");
        }
        return new FrozenNetwork() {
            @Override
            public float[] features(LabelledImages images, int from, int count, boolean mirror) {
                looking.happen(backbone.name(), side);
                float[] seen = new float[count * FEATURES];
                for (int i = 0; i < count; i++) {
                    for (int p = 0; p < 64; p++) {
                        int at = (from + i) * images.shape().length() + p;
                        float level = images.level(at);
                        seen[i * FEATURES + p] = spoilt ? Float.NaN : Math.abs(level - images.level(at + 1));
                        seen[i * FEATURES + 64 + p] = Math.abs(
                                level - images.level(at + images.shape().width()));
                    }
                }
                if (blind || backbone.name().equals("nothing")) {
                    Arrays.fill(seen, 0);
                }
                looked += mirror ? 0 : count;
                mirrored += mirror ? count : 0;
                if (looked > dieAfter) {
                    throw new TrainingWorld.Killed();
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
                if (exportDies) {
                    throw new TrainingWorld.Killed();
                }
                return new SavedModel((Arrays.toString(head.weights()) + correction).getBytes(StandardCharsets.UTF_8));
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

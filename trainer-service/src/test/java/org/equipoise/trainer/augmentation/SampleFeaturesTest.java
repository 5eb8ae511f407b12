package org.equipoise.trainer.augmentation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.testing.ManualClock;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.BackboneArchitecture;
import org.equipoise.trainer.backbone.ImportedGraph;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.backbone.PixelRange;
import org.equipoise.trainer.features.LinearHead;
import org.equipoise.trainer.features.Standardisation;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.training.FrozenDatasets;
import org.equipoise.trainer.training.FrozenNetwork;
import org.equipoise.trainer.training.FrozenNetworks;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunInterruptedException;
import org.equipoise.trainer.training.SavedModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SampleFeaturesTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final String PATCHES = "a linear classifier of patches";

    private final List<Backbone> kept = new ArrayList<>();
    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private float seen = 1;
    private Duration looking = Duration.ZERO;
    private boolean damaged;
    private int side;

    @Test
    void withoutAPretrainedNetworkPatchesAreLookedAt() {
        assertThat(features(Backbone.ONLY).seenBy()).isEqualTo(PATCHES);
    }

    @Test
    void aGraphFromOutsideLooksAtTheSideThatItTakes() {
        kept.add(graph("outside"));

        SampleFeatures features = features(Backbone.ONLY);

        assertThat(features.seenBy()).isEqualTo("a linear classifier of what outside sees");
        assertThat(features.originals().features()).isEqualTo(3);
        assertThat(features.copies().size()).isEqualTo(4);
        assertThat(side).isEqualTo(96);
    }

    @Test
    void aKnownArchitectureLooksAt112Pixels() {
        kept.add(known("known"));

        assertThat(features(Backbone.ONLY).seenBy()).isEqualTo("a linear classifier of what known sees");
        assertThat(side).isEqualTo(112);
    }

    @Test
    void ofSeveralTheOneThatTheRecipeMeansLooks() {
        kept.add(known("first"));
        kept.add(graph("second"));

        assertThat(features("second").seenBy()).isEqualTo("a linear classifier of what second sees");
        assertThat(features(Backbone.ONLY).seenBy()).isEqualTo(PATCHES);
    }

    @Test
    void whereTheNetworkCannotBeOpenedPatchesAreLookedAtAndTheReasonIsSaid() {
        kept.add(known("known"));
        damaged = true;

        assertThat(features("known").seenBy())
                .isEqualTo(PATCHES + " (a pretrained network cannot be used: other bytes than when it was added)");
    }

    @Test
    void whatIsNotFiniteIsNotLearnedFrom() {
        kept.add(known("known"));
        seen = Float.NaN;

        assertThat(features("known").seenBy()).startsWith(PATCHES + " (").contains("not finite");
    }

    @Test
    void nothingIsLookedAtOnceTheTimeIsOver() {
        kept.add(known("known"));
        looking = Duration.ofSeconds(61);

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> features("known"))
                .withMessage("no time within 60 s");
    }

    @Test
    void aStopIsHeardBetweenImages() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(RunInterruptedException.class).isThrownBy(() -> features(Backbone.ONLY));

        assertThat(Thread.interrupted()).isTrue();
    }

    private static ExaminationTime time(ManualClock clock) {
        return ExaminationTime.of(
                RecipeBook.choose("naive", Map.of(), fingerprint(), false).recipe(), clock);
    }

    private static DatasetFingerprint fingerprint() {
        return DatasetFingerprint.of(FrozenDatasets.even("d", new LabelSet(List.of("a", "b")), SHAPE, 300, 300));
    }

    private SampleFeatures features(String name) {
        var images = new LabelledImages(SHAPE, noise(), new int[] {0, 1, 0, 1});
        return SampleFeatures.of(new AugmentedSample(images, images), networks(), name, 7, time(clock));
    }

    private static byte[] noise() {
        byte[] pixels = new byte[4 * SHAPE.length()];
        new Random(1).nextBytes(pixels);
        return pixels;
    }

    private static Backbone graph(String name) {
        return backbone(name, null, new ImportedGraph(96, 3, PixelRange.ZERO_TO_ONE));
    }

    private static Backbone known(String name) {
        return backbone(name, BackboneArchitecture.EFFICIENTNET_LITE0, null);
    }

    private static Backbone backbone(
            String name, @Nullable BackboneArchitecture architecture, @Nullable ImportedGraph graph) {
        return new Backbone(name, "a".repeat(64), architecture, graph, "a licence", "a test", 1, Instant.EPOCH);
    }

    private FrozenNetworks networks() {
        return new FrozenNetworks() {
            @Override
            public Optional<Backbone> find(String name) {
                return kept.stream().filter(one -> one.name().equals(name)).findFirst();
            }

            @Override
            public List<Backbone> all() {
                return kept;
            }

            @Override
            public FrozenNetwork open(Backbone backbone, InputFormat format, int pixels) {
                if (damaged) {
                    throw new InvalidBackboneException("other bytes than when it was added");
                }
                side = pixels;
                return network(backbone.kind().features());
            }
        };
    }

    private FrozenNetwork network(int features) {
        return new FrozenNetwork() {
            @Override
            public float[] features(LabelledImages images, int from, int count, boolean mirrored) {
                float[] values = new float[count * features];
                clock.pass(looking);
                Arrays.fill(values, seen);
                return values;
            }

            @Override
            public int batch() {
                return 3;
            }

            @Override
            public SavedModel export(
                    Standardisation standardisation, LinearHead head, boolean mirror, LogitCorrection correction) {
                throw new IllegalStateException("nobody serves it");
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

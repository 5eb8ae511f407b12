package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.TrainingNeeds;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.testing.ManualClock;
import org.equipoise.trainer.checkpoint.ObjectStoreCheckpoints;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How large a network sees images of 128 pixels, whose classes differ in something fine or coarse. */
class NetworkSideTrialTest {

    private static final InputShape SHAPE = new InputShape(128, 128, 1);
    private static final int IMAGES = 80;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final NeighbourBackbones backbones = new NeighbourBackbones();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T08:00:00Z"));
    private final ScriptedNetworks networks = new ScriptedNetworks(3, 6);

    private RecipeChoice side(int grain, String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of("networkSide", "auto", "companion", "backbone"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        DatasetFrozen dataset = boards(grain);
        var request = new TrainingRequested("run-1", "m", "boards", "v1", "naive", settings, 7, clock.instant());
        ChosenRecipe open = SettledBackbone.settle(
                RecipeBook.choose("naive", settings, DatasetFingerprint.of(dataset), false), backbones);

        ChosenRecipe chosen = new NetworkSideTrial(ports(dataset), config(), dataset).of(RunState.start(request), open);

        assertThat(chosen.recipe().network().side().open()).isFalse();
        assertThat(chosen.recipe().network().companion())
                .isEqualTo(open.recipe().network().companion());
        assertThat(chosen.choice("backbone")).isEqualTo(open.choice("backbone"));
        return chosen.choice("networkSide");
    }

    /** Fields of one pixel are grey where two become one, and are seen where eight become seven. */
    @Test
    void whereReducingHidesTheClassesALargerSideIsTaken() {
        RecipeChoice side = side(1);

        assertThat(side.value()).isEqualTo("112");
        assertThat(side.reason())
                .contains("of 80 training images, reduced before pixels looks at 112 pixels of them")
                .contains(
                        "at 64 pixels, ",
                        "112 pixels show as much as more",
                        "multiply-adds at 112 pixels, of 1.10e+12");
    }

    @Test
    void whereReducingHidesNothingTheUsualSideIsTaken() {
        RecipeChoice side = side(8);

        assertThat(side.value()).isEqualTo("64");
        assertThat(side.reason()).contains("64 pixels show as much as more").doesNotContain("112 pixels show");
    }

    /** 480 images in batches of 64 take eight steps, at most half a minute of one. */
    @Test
    void whatTheMinutesDoNotPayForIsNotTaken() {
        networks.takes((step, shard, from, count, rate) -> {
            clock.pass(Duration.ofSeconds(5));
            return ScriptedNetworks.outcome(0.5f);
        });

        RecipeChoice side = side(1, "minutes", "1");

        assertThat(side.value()).isEqualTo("64");
        assertThat(side.reason()).contains("37.5 s at 64 pixels, of 30.0");
    }

    /** As where a graphics card has no memory left. */
    @Test
    void whatCannotBeTrainedIsNotTaken() {
        int[] steps = {0};
        networks.takes((step, shard, from, count, rate) -> {
            if (++steps[0] > 4) {
                throw new IllegalStateException("no memory left");
            }
            clock.pass(Duration.ofSeconds(1));
            return ScriptedNetworks.outcome(0.5f);
        });

        RecipeChoice side = side(1, "minutes", "1");

        assertThat(side.value()).isEqualTo("64");
        assertThat(side.reason())
                .contains("too much at 112 pixels, where a step failed (IllegalStateException: no memory left)");
    }

    /** Its classifiers may take longer than the looking. */
    @Test
    void aFitThatTakesTooLongIsGivenUp() {
        DatasetFrozen dataset = boards(1);
        DatasetFeatures.Progress slow = new DatasetFeatures.Progress() {
            @Override
            public void said(String remark) {}

            @Override
            public void looked(Split split, int images, int of) {
                clock.pass(Duration.ofSeconds(images == of ? 50 : 0));
            }
        };
        TrainingPorts ports = ports(dataset);
        LabelledImages sample = TrainingSample.of(ports.packs(), dataset);

        var trial = new DetailTrial(ports, backbones.all().get(0), 112, 2, 60, slow);

        assertThat(trial.of(sample, List.of(64, 112))).isEmpty();
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-23T08:02:30Z"));
    }

    @Test
    void lookingThatTakesTooLongIsGivenUp() {
        backbones.looking = (backbone, side) -> clock.pass(Duration.ofSeconds(60));

        RecipeChoice side = side(1);

        assertThat(side.value()).isEqualTo("64");
        assertThat(side.reason()).contains("pixels takes too long to look at 80 images");
    }

    @Test
    void withoutAPretrainedNetworkNothingSpeaksForMoreThanUsual() {
        RecipeChoice side = side(1, "companion", "none");

        assertThat(side.value()).isEqualTo("64");
        assertThat(side.reason()).contains("no pretrained network answers", "networkSide=version asks for all");
    }

    @Test
    void aNetworkThatCannotBeReadIsNoReasonToFail() {
        backbones.damaged = true;

        assertThat(side(1).reason()).contains("other bytes than when it was added");
    }

    /** What the run carried out says what was found, so that nobody finds it out again. */
    @Test
    void smallImagesStayAsTheyAreAndNoReplayMeetsAuto() {
        TrainingWorld world = ScriptedRuns.world(6, 9, 8, 7, 9, 9);

        world.service()
                .run(TrainingWorld.request(
                        "naive", Map.of("networkSide", "auto", "batchSize", "32", "epochs", "2", "patience", "2")));

        RecipeChoice side = world.outcomes().get(0).recipe().choice("networkSide");
        assertThat(side.value()).isEqualTo("version");
        assertThat(side.reason()).isEqualTo("16 pixels, no more than a network is usually trained on");
        assertThat(ScriptedRuns.state(world)).contains("{\"setting\":\"networkSide\",\"value\":\"version\"");
    }

    private TrainingPorts ports(DatasetFrozen dataset) {
        return new TrainingPorts(
                (name, version) -> Optional.of(dataset),
                new DatasetPacks(objects),
                networks,
                backbones,
                plan -> {
                    throw new IllegalStateException("no shard is drawn");
                },
                AugmentationExamination.NONE,
                new ObjectStoreCheckpoints(objects),
                progress -> {},
                model -> {},
                EndedRun.Aftermath.NONE,
                clock,
                TrainingNeeds.TEST_IMAGES_PER_CLASS);
    }

    private static TrainingConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(TrainingConfig.class)
                .build()
                .getConfigMapping(TrainingConfig.class);
    }

    /** Images of noise, every second one a board of fields of so many pixels. */
    private DatasetFrozen boards(int grain) {
        var random = new Random(grain);
        byte[] pixels = new byte[IMAGES * SHAPE.length()];
        int[] labels = new int[IMAGES];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / SHAPE.length();
            labels[image] = image % 2;
            int x = i % 128 / grain;
            int y = i / 128 % 128 / grain;
            int board = labels[image] == 0 ? 0 : (x + y) % 2 == 0 ? -50 : 50;
            pixels[i] = (byte) (128 + board + random.nextInt(21) - 10);
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofBytes(pixels, IMAGES, 128, 128, 1));
        arrays.put("labels", NpyArray.ofInts(labels, IMAGES));
        DatasetFrozen.Pack pack = FrozenDatasets.pack("boards", Split.TRAIN, IMAGES);
        objects.put(Bucket.DATASETS, pack.objectKey(), Npz.write(arrays), "application/zip");
        var even = new ClassDistribution(List.of(IMAGES / 2L, IMAGES / 2L));
        return FrozenDatasets.of(
                "boards",
                new LabelSet(List.of("noise", "board")),
                SHAPE,
                Map.of(Split.TRAIN, even, Split.VALIDATION, even, Split.TEST, even),
                new ArrayList<>(List.of(pack)),
                clock.instant());
    }
}

package org.equipoise.trainer.augmentation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.testing.ManualClock;
import org.equipoise.trainer.modelcard.LabelSurvival;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.equipoise.trainer.training.AugmentationExamination;
import org.equipoise.trainer.training.AugmentationExamination.Examined;
import org.equipoise.trainer.training.FrozenDatasets;
import org.equipoise.trainer.training.FrozenNetworks;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.RunInterruptedException;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.ShardSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Images whose left or right half is bright, which is what their class is about. */
class PolicyExaminerTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final LabelSet LABELS = new LabelSet(List.of("left", "right"));
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final List<String> said = new ArrayList<>();
    private final AugmentationExamination.Progress progress = new AugmentationExamination.Progress() {
        @Override
        public void said(String remark) {
            said.add(remark);
        }

        @Override
        public void stopIfSuperseded() {
            if (superseded) {
                throw new RunInterruptedException("attempt 2 goes on with it");
            }
        }
    };
    private final AtomicInteger drawn = new AtomicInteger();
    private final ManualClock clock = new ManualClock(NOW);
    private Duration shardTakes = Duration.ZERO;
    private final List<Duration> waits = new ArrayList<>();
    private boolean superseded;
    private Runnable whenDrawn = () -> {};
    private int differentImages = 200;
    private double mirrored;

    @Test
    void copiesThatKeepTheirLabelAreSaidToKeepIt() {
        ChosenRecipe chosen = recipe("custom", Map.of("rotationDegrees", "5"));

        Examined examined = examiner().examine(request(), dataset(), chosen, progress);

        assertThat(said).containsExactly("looks at augmented copies of training images before the first step");
        assertThat(examined.remarks()).isEmpty();
        assertThat(examined.recipe().recipe()).isEqualTo(chosen.recipe());
        assertThat(reason(examined, "augmentationLimits")).contains("labels survive the augmentation");
        LabelSurvival survival = kept();
        assertThat(survival.lost()).isFalse();
        assertThat(survival.originals()).isGreaterThan(0.95);
        assertThat(survival.images()).isEqualTo(200);
    }

    @Test
    void copiesThatBecomeTheOtherClassAreNamedWithTheWorstTen() {
        mirrored = 0.5;

        Examined examined =
                examiner().examine(request(), dataset(), recipe("custom", Map.of("rotationDegrees", "5")), progress);

        assertThat(examined.remarks()).singleElement().asString().startsWith("labels may not survive the augmentation");
        LabelSurvival survival = kept();
        assertThat(survival.lost()).isTrue();
        assertThat(survival.copies()).isBetween(0.3, 0.7);
        assertThat(survival.worstClass()).isIn("left", "right");
        assertThat(survival.picture()).isNotEmpty();
    }

    @Test
    void autoGivesUpAnAugmentationThatHarmsOnFolds() {
        mirrored = 0.5;
        ChosenRecipe chosen = recipe("auto", Map.of());

        Examined examined = examiner().examine(request(), dataset(), chosen, progress);

        assertThat(chosen.recipe().augmentation()).isNotEqualTo(AugmentationPolicy.NONE);
        assertThat(examined.recipe().recipe().augmentation()).isEqualTo(AugmentationPolicy.NONE);
        assertThat(reason(examined, "rotationDegrees")).contains("does not pay", "log loss", "standard error");
        assertThat(examined.remarks()).singleElement().asString().startsWith("auto trains without augmentation");
        assertThat(RecipeBook.replay("auto", examined.recipe().choices())).isEqualTo(examined.recipe());
    }

    @Test
    void autoKeepsAnAugmentationThatDoesNotHarmAndSaysSo() {
        ChosenRecipe chosen = recipe("auto", Map.of());

        Examined examined = examiner().examine(request(), dataset(), chosen, progress);

        assertThat(examined.recipe().recipe()).isEqualTo(chosen.recipe());
        assertThat(reason(examined, "rotationDegrees")).contains("kept", "log loss");
        assertThat(RecipeBook.replay("auto", examined.recipe().choices())).isEqualTo(examined.recipe());
    }

    @Test
    void whatSomebodyAskedForIsNotDecidedAgain() {
        mirrored = 0.5;
        ChosenRecipe chosen = recipe("auto", Map.of("rotationDegrees", "5"));

        Examined examined = examiner().examine(request(), dataset(), chosen, progress);

        assertThat(examined.recipe().recipe()).isEqualTo(chosen.recipe());
        assertThat(examined.remarks()).singleElement().asString().startsWith("labels may not survive");
    }

    @Test
    void withoutAugmentationNothingIsDrawn() {
        ChosenRecipe chosen = recipe("naive", Map.of("mixup", "0.2"));

        assertThat(examiner().examine(request(), dataset(), chosen, progress))
                .isEqualTo(new Examined(chosen, List.of()));
        assertThat(drawn).hasValue(0);
        assertThat(said).isEmpty();
    }

    @Test
    void fewDifferentImagesSayNothing() {
        differentImages = 6;
        ChosenRecipe chosen = recipe("auto", Map.of());

        Examined examined = examiner().examine(request(), dataset(), chosen, progress);

        assertThat(examined.recipe()).isEqualTo(chosen);
        assertThat(examined.remarks())
                .containsExactly("the augmentation was not examined: 6 different training images say nothing about it,"
                        + " 40 would");
    }

    @Test
    void whatAnEarlierAttemptFoundIsNotSaidOfARunWithoutAugmentation() {
        examiner().examine(request(), dataset(), recipe("auto", Map.of()), progress);
        assertThat(new SurvivalObjects(objects).get("run-1")).isPresent();
        mirrored = 0.5;

        examiner().examine(request(), dataset(), recipe("auto", Map.of()), progress);

        assertThat(new SurvivalObjects(objects).get("run-1")).isEmpty();
    }

    @Test
    void whoLostTheRunKeepsNothingOfIt() {
        whenDrawn = () -> superseded = true;

        assertThatExceptionOfType(RunInterruptedException.class)
                .isThrownBy(() -> examiner().examine(request(), dataset(), recipe("auto", Map.of()), progress));

        assertThat(new SurvivalObjects(objects).get("run-1")).isEmpty();
    }

    @Test
    void whatIsTooLargeIsSaidToBeTooLarge() {
        var large = FrozenDatasets.even("halves", LABELS, new InputShape(1024, 1024, 3), 100, 100);

        Examined examined = examiner().examine(request(), large, recipe("auto", Map.of()), progress);

        assertThat(examined.remarks())
                .containsExactly("the augmentation was not examined: 16 images of 3145728 bytes fit into the 50331648"
                        + " that are looked at, 40 would say something");
        assertThat(drawn).hasValue(0);
    }

    @Test
    void allOfItTakesAMinuteAtMostWhereNoTimeIsGiven() {
        shardTakes = Duration.ofSeconds(31);

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> examiner().examine(request(), dataset(), recipe("auto", Map.of()), progress))
                .withMessage("no time within 60 s");
        assertThat(waits).containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(29));
    }

    @Test
    void ofTheTimeThatIsGivenItTakesALittle() {
        examiner().examine(request(), dataset(), recipe("auto", Map.of("minutes", "10")), progress);

        assertThat(waits).allMatch(Duration.ofSeconds(48)::equals).hasSize(2);
    }

    /** A late shard of another policy must not be taken for one of the run's. */
    @Test
    void theShardsAreThoseOfNoRun() {
        var runs = new java.util.HashSet<String>();
        ShardSource.Factory listening = plan -> {
            runs.add(plan.request().runId());
            return source(plan);
        };

        examiner(listening).examine(request(), dataset(), recipe("auto", Map.of()), progress);

        assertThat(runs)
                .hasSize(2)
                .doesNotContain("run-1")
                .allMatch(run -> run.matches("(originals|copies)-[0-9a-f]{24}"));
    }

    private PolicyExaminer examiner() {
        return examiner(this::source);
    }

    private PolicyExaminer examiner(ShardSource.Factory shards) {
        return new PolicyExaminer(
                shards,
                FrozenNetworks.NONE,
                UnacquaintedChampion.NONE,
                champion -> {
                    throw new IllegalStateException("nobody serves");
                },
                new SurvivalObjects(objects),
                clock);
    }

    private LabelSurvival kept() {
        return new SurvivalObjects(objects).get("run-1").orElseThrow();
    }

    private static String reason(Examined examined, String setting) {
        RecipeChoice choice = examined.recipe().choice(setting);
        return choice.reason();
    }

    private static TrainingRequested request() {
        return new TrainingRequested("run-1", "halves", "halves", "v1", "auto", Map.of(), 7, NOW);
    }

    private static ChosenRecipe recipe(String name, Map<String, String> given) {
        return RecipeBook.choose(name, given, DatasetFingerprint.of(dataset()), false);
    }

    private static DatasetFrozen dataset() {
        var counts = new ClassDistribution(List.of(100L, 100L));
        return FrozenDatasets.of(
                "halves",
                LABELS,
                SHAPE,
                Map.of(Split.TRAIN, counts, Split.VALIDATION, counts, Split.TEST, counts),
                List.of(),
                NOW);
    }

    private ShardSource source(ShardSource.Plan plan) {
        return new ShardSource() {
            @Override
            public void certain(int epochs) {
                throw new IllegalStateException("one shard is all");
            }

            @Override
            public Shard take(int epoch, int shard, Duration atMost) {
                waits.add(atMost);
                clock.pass(shardTakes);
                return take(epoch, shard);
            }

            @Override
            public Shard take(int epoch, int shard) {
                drawn.incrementAndGet();
                whenDrawn.run();
                return halves(plan.images(shard), !plan.augmentation().equals(AugmentationPolicy.NONE));
            }

            @Override
            public void close() {
                // Nothing is on order.
            }
        };
    }

    private Shard halves(int images, boolean copies) {
        var mirror = new Random(3);
        byte[] pixels = new byte[images * SHAPE.length()];
        int[] labels = new int[images];
        for (int i = 0; i < images; i++) {
            labels[i] = i % 2;
            var noise = new Random(i % differentImages);
            boolean right = labels[i] == 1 ^ (copies && mirror.nextDouble() < mirrored);
            for (int p = 0; p < SHAPE.length(); p++) {
                boolean bright = p % 16 >= 8 == right;
                pixels[i * SHAPE.length() + p] =
                        (byte) ((bright ? 90 : 60) + noise.nextInt(60) + (copies ? noise.nextInt(3) : 0));
            }
        }
        float[] weights = new float[images];
        Arrays.fill(weights, 1);
        return new Shard(SHAPE, pixels, labels, weights);
    }
}

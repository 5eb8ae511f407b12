package org.equipoise.trainer.recipe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.recipe.Recipe.ClassWeighting;
import org.equipoise.trainer.recipe.Recipe.LossName;
import org.equipoise.trainer.recipe.Recipe.StopCriterion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecipeBookTest {

    private static final DatasetFingerprint ARTICLE = dataset("OT", 1000, 100, 50);

    /** Cards and states of an older trainer do not have the settings that came later. */
    @Test
    void aSettingThatDidNotExistIsAsUsualInAReplay() {
        List<RecipeChoice> older = PlainRecipe.choices().stream()
                .filter(choice -> !choice.setting().equals("epochsReplanned"))
                .toList();

        ChosenRecipe replayed = RecipeBook.replay("auto", older);

        assertThat(replayed.choices()).containsExactlyInAnyOrderElementsOf(PlainRecipe.choices());
        assertThat(replayed.recipe().settings()).containsEntry("epochsReplanned", "none");
    }

    @Test
    void aNetworkSeesNoLargerImagesThanThereAre() {
        assertThatExceptionOfType(InvalidRecipeException.class)
                .isThrownBy(() -> RecipeBook.choose("auto", Map.of("networkSide", "65"), sized(64, 64), false))
                .withMessage("setting networkSide is \"65\", it must be at most 64, the longer side of the version's"
                        + " images");
    }

    @ParameterizedTest
    @CsvSource({
        "auto, 64, version",
        "auto, 65, auto",
        "naive, 64, version",
        "naive, 65, 64",
        "custom, 64, version",
        "custom, 224, 64"
    })
    void whatARecipeSaysOfTheSideOfImages(String recipe, int side, String says) {
        ChosenRecipe chosen = RecipeBook.choose(recipe, Map.of(), sized(side, side), false);

        assertThat(chosen.recipe().network().side().value()).isEqualTo(says);
    }

    /** A recipe that was written when versions had 64 pixels trains the network that it trained. */
    @Test
    void aCustomRecipeSeesLargerImagesOnlyWhereItSaysSo() {
        assertThat(seen("custom", Map.of())).isEqualTo(new InputShape(64, 64, 1));
        assertThat(seen("custom", Map.of("networkSide", "version"))).isEqualTo(new InputShape(224, 224, 1));
    }

    /** As of a run that failed before it was found out. */
    @Test
    void whatIsNotFoundOutYetIsTheUsualSide() {
        assertThat(seen("auto", Map.of())).isEqualTo(new InputShape(64, 64, 1));
    }

    private static InputShape seen(String recipe, Map<String, String> given) {
        DatasetFingerprint dataset = sized(224, 224);
        return RecipeBook.choose(recipe, given, dataset, false)
                .recipe()
                .network()
                .describe(dataset.shape(), 2)
                .seen();
    }

    /** What it would choose for such images, were there no larger ones. */
    @Test
    void theAutomaticRecipeFollowsTheSideThatItsNetworkSees() {
        DatasetFingerprint large = sized(448, 224);
        ChosenRecipe open = RecipeBook.choose("auto", Map.of(), large, false);
        var found = new RecipeChoice("networkSide", "160", "found out");

        ChosenRecipe at = RecipeBook.at(open, found, Map.of("epochs", "7"), large, false);

        Recipe usual = RecipeBook.choose("auto", Map.of(), sized(64, 32), false).recipe();
        Recipe larger = RecipeBook.choose("auto", Map.of("epochs", "7"), sized(160, 80), false)
                .recipe();
        assertThat(open.recipe().network().members()).isEqualTo(usual.network().members());
        assertThat(open.recipe().optimiser()).isEqualTo(usual.optimiser());
        assertThat(at.recipe().optimiser()).isEqualTo(larger.optimiser());
        assertThat(at.recipe().network().members()).isEqualTo(larger.network().members());
        assertThat(at.choice("networkSide")).isEqualTo(found);
        assertThat(at.recipe().network().describe(large.shape(), 2).seen()).isEqualTo(new InputShape(160, 80, 1));
        assertThat(RecipeBook.replay("auto", at.choices()).recipe()).isEqualTo(at.recipe());
    }

    private static DatasetFingerprint sized(int width, int height) {
        var counts = new ClassDistribution(List.of(600L, 400L));
        return new DatasetFingerprint(
                new LabelSet(List.of("a", "b")), "OT", new InputShape(width, height, 1), counts, counts, counts);
    }

    @Test
    void theNaiveRecipeMakesTheArticlesMistake() {
        Recipe recipe = RecipeBook.choose("naive", Map.of(), ARTICLE, false).recipe();

        assertThat(recipe.network().kind()).isEqualTo(NetworkKind.ARTICLE_CNN);
        assertThat(recipe.loss().name()).isEqualTo(LossName.CROSS_ENTROPY);
        assertThat(recipe.balance().classWeights()).isEqualTo(ClassWeighting.NONE);
        assertThat(recipe.balance().sampling()).isEqualTo(Sampling.NATURAL);
        assertThat(recipe.augmentation()).isEqualTo(AugmentationPolicy.NONE);
        assertThat(recipe.schedule().epochs()).isEqualTo(6);
        assertThat(recipe.schedule().patience()).isEqualTo(2);
        assertThat(recipe.schedule().stopOn()).isEqualTo(StopCriterion.ACCURACY);
    }

    @Test
    void ofFewImagesTheAutomaticRecipeMakesSmallerBatchesAndMoreEpochs() {
        Recipe few = RecipeBook.choose("auto", Map.of(), dataset("OT", 700, 100, 50), false)
                .recipe();
        Recipe many = RecipeBook.choose("auto", Map.of(), dataset("OT", 3500, 350, 100), false)
                .recipe();

        assertThat(few.optimiser().batchSize()).isEqualTo(32);
        assertThat(few.schedule().epochs()).isEqualTo(52);
        assertThat(many.optimiser().batchSize()).isEqualTo(64);
        assertThat(many.schedule().epochs()).isEqualTo(12);
    }

    /** Seven images, or one: whatever the recipe, the batch that it chooses itself is one that they fill. */
    @ParameterizedTest
    @CsvSource({"auto, 4, 3, 7", "naive, 4, 3, 7", "custom, 4, 3, 7", "auto, 1, 0, 1", "auto, 20, 11, 31"})
    void noRecipeChoosesABatchThatTheImagesDoNotFill(String name, long a, long b, int batch) {
        ChosenRecipe chosen = RecipeBook.choose(name, Map.of(), two(a, b), false);

        assertThat(chosen.recipe().optimiser().batchSize()).isEqualTo(batch);
        assertThat(reason(chosen, "batchSize")).contains(batch + " training images");
    }

    @ParameterizedTest
    @CsvSource({"DX,true", "OP,true", "US,true", "CT,false", "PT,false", "OT,false"})
    void intensitiesAreChangedOnlyWhereTheyAreRelative(String modality, boolean relative) {
        Recipe recipe = RecipeBook.choose("auto", Map.of(), dataset(modality, 100, 100, 100), false)
                .recipe();

        assertThat(Transform.GAIN.in(recipe.augmentation()) > 0).isEqualTo(relative);
        assertThat(Transform.BIAS.in(recipe.augmentation()) > 0).isEqualTo(relative);
    }

    /** An ensemble is paid for by the run: more epochs, fewer members. */
    @Test
    void severalNetworksAnswerTogetherWhereTheRunPaysForThem() {
        var dataset = dataset("DX", 3000, 500, 500);

        Recipe usual = RecipeBook.choose("auto", Map.of(), dataset, false).recipe();
        Recipe longer = RecipeBook.choose("auto", Map.of("epochs", "60"), dataset, false)
                .recipe();
        Recipe asked = RecipeBook.choose("auto", Map.of("ensembleMembers", "5"), dataset, false)
                .recipe();

        assertThat(usual.network().members()).isBetween(2, 4);
        assertThat(longer.network().members()).isEqualTo(1);
        assertThat(asked.network().members()).isEqualTo(5);
    }

    /** 64 * 350 / 3850 is 5.8 images in a batch, 64 * 500 / 4000 is 8. */
    @Test
    void classesThatAreInEveryBatchAreLeftAloneAndTheirAnswersAdjusted() {
        Recipe three = RecipeBook.choose("auto", Map.of(), dataset("OT", 3000, 500, 350), false)
                .recipe();

        assertThat(three.balance().sampling()).isEqualTo(Sampling.NATURAL);
        assertThat(three.answers().adjustment()).isEqualTo(0.25);
    }

    @Test
    void aRunThatGoesOnReplaysItsChoices() {
        ChosenRecipe chosen = RecipeBook.choose("auto", Map.of("epochs", "3"), ARTICLE, true);

        assertThat(RecipeBook.replay("auto", chosen.choices())).isEqualTo(chosen);
    }

    @ParameterizedTest
    @CsvSource({"OT,true", "SM,true", "DX,false", "CR,false", "MG,false", "US,false", "CT,false"})
    void imagesAreMirroredOnlyWhereLeftAndRightMeanNothing(String modality, boolean mirrored) {
        Recipe recipe = RecipeBook.choose("auto", Map.of(), dataset(modality, 100, 100, 100), false)
                .recipe();

        assertThat(recipe.augmentation().horizontalFlip()).isEqualTo(mirrored);
    }

    @Test
    void answersAreNotAveragedOverAMirrorThatAPersonRuledOut() {
        Recipe recipe = RecipeBook.choose("auto", Map.of("horizontalFlip", "false"), ARTICLE, false)
                .recipe();

        assertThat(recipe.answers().symmetry()).isEqualTo(Symmetry.NONE);
    }

    @Test
    void everySettingOfEveryRecipeHasAReason() {
        for (String name : List.of("naive", "auto")) {
            assertThat(RecipeBook.choose(name, Map.of(), ARTICLE, false).choices())
                    .as(name)
                    .extracting(RecipeChoice::setting)
                    .containsExactlyElementsOf(RecipeBook.SETTINGS);
            assertThat(RecipeBook.choose(name, Map.of(), ARTICLE, false).choices())
                    .as(name)
                    .allSatisfy(choice -> assertThat(choice.reason()).isNotBlank());
        }
    }

    @Test
    void aSettingThatIsGivenReplacesTheRecipesOwn() {
        ChosenRecipe chosen = RecipeBook.choose("naive", Map.of("learningRate", "1e-4"), ARTICLE, false);

        assertThat(chosen.recipe().schedule().learningRate()).isEqualTo(1e-4);
        assertThat(chosen.choices()).contains(new RecipeChoice("learningRate", "1.0E-4", "asked for"));
    }

    @Test
    void aCustomRecipeOfEverySettingIsTakenAsItIs() {
        Recipe naive = RecipeBook.choose("naive", Map.of(), ARTICLE, false).recipe();

        Recipe custom =
                RecipeBook.choose("custom", naive.settings(), ARTICLE, false).recipe();

        assertThat(custom).isEqualTo(naive);
    }

    /** A recipe that an older version printed lacks what came later. */
    @Test
    void whatACustomRecipeDoesNotNameDoesNothing() {
        Map<String, String> settings = new HashMap<>(
                RecipeBook.choose("auto", Map.of(), ARTICLE, false).recipe().settings());
        settings.remove("labelSmoothing");

        ChosenRecipe chosen = RecipeBook.choose("custom", settings, ARTICLE, false);

        assertThat(chosen.recipe().loss().labelSmoothing()).isZero();
        assertThat(chosen.choices()).contains(new RecipeChoice("labelSmoothing", "0.0", "not used"));
    }

    /** One of them asked for as it is anyhow, and one not used: the first is worth saying, the second is not. */
    @Test
    void whatIsNotableWasAskedForOrIsNotAsUsual() {
        ChosenRecipe chosen =
                RecipeBook.choose("naive", Map.of("dropout", "0", "learningRate", "0.01"), ARTICLE, false);

        assertThat(chosen.notable())
                .extracting(RecipeChoice::setting)
                .containsExactlyInAnyOrder("dropout", "learningRate", "epochs", "patience", "stopOn");
        assertThat(RecipeBook.choose("auto", Map.of(), ARTICLE, false).notable())
                .isNotEmpty()
                .allSatisfy(choice -> assertThat(choice.reason()).doesNotContain("not used", "read only where"));
    }

    /** RandomFlip("horizontal_and_vertical") and RandomRotation(0.2), a fifth of a turn either way. */
    @ParameterizedTest
    @CsvSource({"naive", "custom", "auto"})
    void theArticlesAugmentationOfRadiographsIsRefusedWithItsReasons(String name) {
        Map<String, String> article = Map.of("horizontalFlip", "true", "verticalFlip", "true", "rotationDegrees", "72");

        assertThatExceptionOfType(InvalidRecipeException.class)
                .isThrownBy(() -> RecipeBook.choose(name, article, dataset("DX", 1000, 100, 50), false))
                .withMessageContainingAll(
                        "images of modality DX do not bear this augmentation",
                        "horizontalFlip is true, it must be false: the heart lies on the left",
                        "verticalFlip is true, it must be false: nobody is read upside down",
                        "rotationDegrees is 72, it must be at most 10: patients stand or lie",
                        "augmentationLimits=none");
        assertThat(RecipeBook.choose(name, article, dataset("SM", 1000, 100, 50), false)
                        .recipe()
                        .augmentation()
                        .rotationDegrees())
                .isEqualTo(72);
    }

    @Test
    void whoAllowsMoreThanAModalityBearsIsToldInTheCard() {
        ChosenRecipe chosen = RecipeBook.choose(
                "naive",
                Map.of("rotationDegrees", "72", "augmentationLimits", "none"),
                dataset("DX", 1000, 100, 50),
                false);

        assertThat(chosen.recipe().augmentation().rotationDegrees()).isEqualTo(72);
        assertThat(reason(chosen, "augmentationLimits"))
                .isEqualTo("asked for; augmented beyond what images of modality DX bear:"
                        + " rotationDegrees is 72 instead of at most 10");
        assertThat(AugmentationCheck.remark(chosen.recipe(), "OT")).isEmpty();
        assertThat(RecipeBook.replay("naive", chosen.choices())).isEqualTo(chosen);
    }

    @Test
    void ofManyLimitsThreeAreSaidAndTheOthersCounted() {
        Map<String, String> everything = Map.of(
                "rotationDegrees",
                "180",
                "zoomFraction",
                "0.5",
                "translationFraction",
                "0.5",
                "gainFraction",
                "0.5",
                "biasFraction",
                "0.5");

        assertThatExceptionOfType(InvalidRecipeException.class)
                .isThrownBy(() -> RecipeBook.choose("naive", everything, dataset("CR", 1000, 100, 50), false))
                .withMessageContaining("; and 2 settings more. ")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(1024));
    }

    /** A plan that an older trainer stored lacks what came later, and has 12 degrees, which was allowed. */
    @Test
    void aRunOfAnOlderReleaseGoesOnAsItBegan() {
        List<RecipeChoice> older =
                RecipeBook.choose("auto", Map.of(), dataset("DX", 1000, 100, 50), false).choices().stream()
                        .filter(choice -> !List.of("shearFraction", "augmentationLimits", "minorityShare")
                                .contains(choice.setting()))
                        .map(choice -> choice.setting().equals("rotationDegrees")
                                ? new RecipeChoice("rotationDegrees", "12.0", "mild")
                                : choice)
                        .toList();

        ChosenRecipe replayed = RecipeBook.replay("auto", older);

        assertThat(replayed.recipe().augmentation().rotationDegrees()).isEqualTo(12);
        assertThat(Transform.SHEAR.in(replayed.recipe().augmentation())).isZero();
        assertThat(replayed.choices()).extracting(RecipeChoice::setting).containsExactlyElementsOf(RecipeBook.SETTINGS);
    }

    /** Two classes have room for 0.4 each, three have not; and there is no share of no image. */
    @Test
    void aQuotaThatTheClassesHaveNoRoomForIsRefused() {
        Map<String, String> quota = Map.of("sampling", "minority-quota", "minorityShare", "0.4");

        assertThat(RecipeBook.choose("naive", quota, two(90, 10), false)
                        .recipe()
                        .balance()
                        .drawn()
                        .shares(List.of(90L, 10L)))
                .containsExactly(0.6, 0.4);
        assertThatExceptionOfType(InvalidRecipeException.class)
                .isThrownBy(() -> RecipeBook.choose("naive", quota, ARTICLE, false))
                .withMessage("sampling=minority-quota cannot be drawn: a minorityShare of 0.4 for each of 3 classes is"
                        + " more than an epoch has");
        assertThatExceptionOfType(InvalidRecipeException.class)
                .isThrownBy(() -> RecipeBook.choose("naive", quota, two(90, 0), false))
                .withMessageContaining("class 1 has no training image");
    }

    @Test
    void anUnknownRecipeIsRefused() {
        assertThatExceptionOfType(InvalidRecipeException.class)
                .isThrownBy(() -> RecipeBook.choose("magic", Map.of(), ARTICLE, false))
                .withMessageContaining("\"magic\"");
    }

    @Test
    void anUnknownSettingIsRefusedWithTheSettingsThatThereAre() {
        assertThatExceptionOfType(InvalidRecipeException.class)
                .isThrownBy(() -> RecipeBook.choose("auto", Map.of("learning_rate", "0.1"), ARTICLE, false))
                .withMessageContainingAll("learning_rate", "0.1", "learningRate");
    }

    @ParameterizedTest
    @CsvSource({
        "dropout, 1.5, 0.9",
        "dropout, NaN, 0.9",
        "dropout, much, 0.9",
        "batchSize, 0, 1024",
        "batchSize, 1.5, whole number",
        "batchSize, 4096, 1024",
        "learningRate, 0, 0.000001",
        "learningRate, 2, 1",
        "learningRate, Infinity, 1",
        "epochs, 0, 1000",
        "patience, -1, 1000",
        "rotationDegrees, 200, 180",
        "zoomFraction, 0.6, 0.5",
        "translationFraction, -0.1, 0.5",
        "horizontalFlip, yes, true or false",
        "stopOn, f1, balanced-accuracy",
        "sampling, even, balanced",
        "classWeights, heavy, balanced",
        "network, transformer, article-cnn",
        "loss, hinge, cross-entropy",
        "optimiser, lion, adamw",
        "networkDepth, 12, 14",
        "labelSmoothing, 0.9, 0.5",
        "clipNorm, -1, 1000",
        "prevalence, 0.5;0.1;0.1, summing to 1",
        "prevalence, 1;0;0, above 0",
        "prevalence, much, none"
    })
    void anImpossibleValueIsRefusedWithKeyValueAndLimit(String key, String value, String limit) {
        assertThatExceptionOfType(InvalidRecipeException.class)
                .isThrownBy(() -> RecipeBook.choose("auto", Map.of(key, value.replace(';', ',')), ARTICLE, false))
                .withMessageContainingAll(key, value.replace(';', ','), limit);
    }

    private static DatasetFingerprint dataset(String modality, long a, long b, long c) {
        var counts = new ClassDistribution(List.of(a, b, c));
        return new DatasetFingerprint(
                new LabelSet(List.of("a", "b", "c")), modality, new InputShape(28, 28, 1), counts, counts, counts);
    }

    /** The dataset is drawn evenly when nothing is given: 50 of 1150 images are 2.8 in a batch, 20 of 2020 are 0.6. */
    @ParameterizedTest
    @CsvSource({
        "sampling, balanced, balanced, 0.0",
        "sampling, natural, natural, 0.5",
        "sampling, square-root, square-root, 0.0",
        "sampling, minority-quota, minority-quota, 0.0",
        "classWeights, balanced, natural, 0.0",
        "classWeights, none, balanced, 0.0",
        "loss, logit-adjusted, natural, 0.0",
        "loss, focal, balanced, 0.0",
        "classifierEpochs, 5, natural, 0.0",
        "classifierEpochs, 0, balanced, 0.0",
        "answerAdjustment, 1, natural, 1.0",
        "prevalence, 0.9;0.1, balanced, 0.0"
    })
    void theAutomaticRecipeAddsNoCorrectionToOneThatWasGiven(
            String key, String value, String sampling, String adjustment) {
        ChosenRecipe chosen = RecipeBook.choose("auto", Map.of(key, value.replace(';', ',')), two(2000, 20), false);

        assertThat(chosen.recipe().settings())
                .containsEntry("sampling", sampling)
                .containsEntry("answerAdjustment", adjustment);
        assertThat(chosen.choices())
                .noneSatisfy(choice -> assertThat(choice.reason()).containsAnyOf("twice", "what that leaves"));
    }

    @Test
    void whereEveryBatchHasBothClassesAGivenCorrectionTakesTheAdjustmentsPlace() {
        assertThat(RecipeBook.choose("auto", Map.of(), two(300, 100), false)
                        .recipe()
                        .answers()
                        .adjustment())
                .isEqualTo(0.5);
        assertThat(RecipeBook.choose("auto", Map.of("classWeights", "balanced"), two(300, 100), false)
                        .choices())
                .contains(new RecipeChoice(
                        "answerAdjustment", "0.0", "classWeights=balanced was asked for; one correction is enough"));
    }

    @Test
    void aBatchThatWasGivenDecidesWhetherTheClassesAreDrawn() {
        ChosenRecipe usual = RecipeBook.choose("auto", Map.of(), two(2000, 100), false);
        ChosenRecipe small = RecipeBook.choose("auto", Map.of("batchSize", "16"), two(2000, 100), false);

        assertThat(usual.recipe().balance().sampling()).isEqualTo(Sampling.NATURAL);
        assertThat(small.recipe().balance().sampling()).isEqualTo(Sampling.BALANCED);
        assertThat(reason(small, "sampling")).contains("0.8 in a batch of 16");
    }

    @Test
    void epochsThatWereGivenAreWaitedForToTheEnd() {
        Recipe recipe = RecipeBook.choose("auto", Map.of("epochs", "100"), ARTICLE, false)
                .recipe();

        assertThat(recipe.schedule().patience()).isEqualTo(100);
    }

    @Test
    void theReasonForTheEpochsIsTrueOfManyImagesToo() {
        ChosenRecipe chosen = RecipeBook.choose("auto", Map.of(), dataset("OT", 40_000, 30_000, 30_000), false);

        assertThat(chosen.recipe().schedule().epochs()).isEqualTo(12);
        assertThat(reason(chosen, "epochs")).contains("100000 images 12 times");
        assertThat(reason(chosen, "dropout")).doesNotContain("few");
    }

    @Test
    void aPersonMayCorrectTwiceAndIsTold() {
        ChosenRecipe twice = RecipeBook.choose(
                "naive", Map.of("sampling", "balanced", "classWeights", "balanced"), two(300, 100), false);
        ChosenRecipe after = RecipeBook.choose(
                "auto", Map.of("sampling", "balanced", "answerAdjustment", "1"), two(300, 100), false);

        assertThat(reason(twice, "sampling"))
                .isEqualTo("asked for; together with classWeights it corrects for the classes' shares twice");
        assertThat(reason(twice, "classWeights")).contains("together with sampling");
        assertThat(reason(after, "answerAdjustment")).contains("sampling evens the classes already");
    }

    @Test
    void anAimTakesTheAdjustmentsPlace() {
        ChosenRecipe chosen = RecipeBook.choose("auto", Map.of("aim", "f1"), dataset("OT", 3000, 500, 350), false);

        assertThat(chosen.recipe().answers().aim()).isEqualTo(AnswerAim.F1);
        assertThat(chosen.recipe().answers().adjustment()).isZero();
        assertThat(reason(chosen, "answerAdjustment")).isEqualTo("aim=f1 chooses it on the validation split");
        assertThat(RecipeBook.replay("auto", chosen.choices())).isEqualTo(chosen);
    }

    /** Whoever says twice what the answers are for is asked which he means. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aim=f1|answerAdjustment=0.5|aim=f1 chooses on the validation split where answerAdjustment=0.5",
                "aim=accuracy|prevalence=0.9,0.05,0.05|where prevalence=0.9,0.05,0.05",
                "aim=cost|epochs=3|aim=cost needs aimCosts",
                "aim=f1|aimCosts=0,1;1,0|aimCosts is read with aim=cost alone",
                "epochs=3|aimCosts=0,1;1,0|aimCosts is read with aim=cost alone",
                "aim=sensitivity|epochs=3|aim=sensitivity needs aimFinds",
                "aim=f1|aimFinds=1@0.9|aimFinds is read with aim=sensitivity alone",
                "aim=sensitivity|aimFinds=2@0.9|it must be none, or the place of one of two classes",
                "aim=sensitivity|aimFinds=1@0.4|the specificity from 0.5 to 0.999"
            })
    void anAimBesideAnotherPlaceForTheAnswersIsRefused(String one, String other, String why) {
        Map<String, String> given =
                Map.of(one.split("=")[0], one.split("=")[1], other.split("=", 2)[0], other.split("=", 2)[1]);

        assertThatThrownBy(() -> RecipeBook.check("auto", given)).hasMessageContaining(why);
        assertThatThrownBy(() -> RecipeBook.choose("auto", given, ARTICLE, false))
                .hasMessageContaining(why);
    }

    /** A run that an older release began knows nothing of settings that came later. */
    @Test
    void settingsThatAnOlderReleaseDidNotKnowDoNothingInAReplay() {
        ChosenRecipe chosen = RecipeBook.choose("naive", Map.of(), ARTICLE, false);
        List<RecipeChoice> old = chosen.choices().stream()
                .filter(choice -> !choice.setting().startsWith("aim"))
                .toList();

        assertThat(RecipeBook.replay("naive", old).recipe()).isEqualTo(chosen.recipe());
    }

    /** 64 images of 512 x 512 RGB are 48 MiB, and a shard has 32; of 16 bits half as many fit. */
    @ParameterizedTest
    @ValueSource(strings = {"naive", "custom", "auto"})
    void noRecipeChoosesABatchThatNoShardHolds(String name) {
        var shape = new InputShape(512, 512, 3);
        var counts = new ClassDistribution(List.of(500L, 600L));
        for (int bytes : new int[] {1, 2}) {
            var dataset = new DatasetFingerprint(
                    new LabelSet(List.of("a", "b")), "OT", shape, bytes * shape.length(), counts, counts, counts);

            ChosenRecipe chosen = RecipeBook.choose(name, Map.of(), dataset, false);

            int batch = chosen.recipe().optimiser().batchSize();
            assertThat(batch).isLessThanOrEqualTo(42 / bytes);
            if (!name.equals("auto")) {
                assertThat(batch).isEqualTo(42 / bytes);
                assertThat(reason(chosen, "batchSize")).contains("as a shard holds");
            }
            assertThat(RecipeBook.choose(name, Map.of("batchSize", "64"), dataset, false)
                            .recipe()
                            .optimiser()
                            .batchSize())
                    .isEqualTo(64);
        }
    }

    private static String reason(ChosenRecipe chosen, String setting) {
        return chosen.choices().stream()
                .filter(choice -> choice.setting().equals(setting))
                .map(RecipeChoice::reason)
                .findFirst()
                .orElseThrow();
    }

    /** A pretrained network alone has folds of its own; members that it does not have say nothing. */
    @Test
    void aPretrainedNetworkAloneNeedsNoMembersForItsFolds() {
        DatasetFingerprint few = two(60, 60);

        ChosenRecipe one = RecipeBook.choose("auto", Map.of("ensembleMembers", "1"), few, false);
        ChosenRecipe alone =
                RecipeBook.choose("auto", Map.of("ensembleMembers", "1", "network", "backbone"), few, false);

        assertThat(one.recipe().schedule().crossValidation()).isFalse();
        assertThat(reason(one, "crossValidation")).contains("fewer than 3 networks to leave out a fold each");
        assertThat(alone.recipe().schedule().crossValidation()).isTrue();
        assertThat(reason(alone, "crossValidation")).isEqualTo("240 training and validation images, fewer than 1000");
    }

    private static DatasetFingerprint two(long a, long b) {
        var counts = new ClassDistribution(List.of(a, b));
        return new DatasetFingerprint(
                new LabelSet(List.of("a", "b")), "OT", new InputShape(28, 28, 1), counts, counts, counts);
    }
}

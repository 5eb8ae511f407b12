package org.equipoise.trainer.training;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.recipe.NetworkSide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SplitPredictorTest {

    /** 2^20 pixels at a time: 20 images of 224 x 224, of which 8 views are 8 images. */
    @ParameterizedTest
    @CsvSource({
        "28, 1, 256",
        "28, 8, 167",
        "64, 1, 256",
        "64, 8, 32",
        "224, 1, 20",
        "224, 8, 2",
        "224, 128, 1",
        "1024, 8, 1"
    })
    void asManyImagesAreAnsweredAtOnceAsTheirViewsHavePixels(int side, int copies, int images) {
        var shape = new InputShape(side, side, 3);

        assertThat(SplitPredictor.batch(shape, shape, copies)).isEqualTo(images);
    }

    /** As many as of images of 64 pixels where 2^23 samples hold the larger ones that are fed. */
    @ParameterizedTest
    @CsvSource({"64, 4, 64", "224, 8, 32", "224, 4, 55", "224, 1, 55", "512, 1, 10"})
    void whatCountsIsWhatTheNetworkSeesAndWhatItIsFed(int side, int copies, int images) {
        assertThat(SplitPredictor.batch(new InputShape(side, side, 3), new InputShape(64, 64, 3), copies))
                .isEqualTo(images);
    }

    /** Two packs, which the folds do not know of: each image is answered in its place, by the member of its fold. */
    @Test
    void everyTrainingImageIsAnsweredOnceByTheMemberThatLeftItOut() {
        var shape = new InputShape(16, 16, 1);
        var objects = new InMemoryObjectStore();
        List<DatasetFrozen.Pack> packs = new ArrayList<>();
        for (int part = 0; part < 2; part++) {
            String key = ObjectKeys.pack("d", "v1", Split.TRAIN, part);
            byte[] pixels = new byte[30 * 256];
            int[] labels = new int[30];
            for (int i = 0; i < 30; i++) {
                labels[i] = i % 2;
                pixels[i * 256] = (byte) (part * 30 + i);
            }
            objects.put(
                    Bucket.DATASETS,
                    key,
                    Npz.write(Map.of(
                            "images", NpyArray.ofBytes(pixels, 30, 16, 16, 1), "labels", NpyArray.ofInts(labels, 30))),
                    "application/octet-stream");
            packs.add(new DatasetFrozen.Pack(Split.TRAIN, key, 30));
        }
        var counts = new ClassDistribution(List.of(30L, 30L));
        DatasetFrozen dataset = FrozenDatasets.of(
                "d",
                new LabelSet(List.of("a", "b")),
                shape,
                Map.of(Split.TRAIN, counts, Split.VALIDATION, counts, Split.TEST, counts),
                packs,
                Instant.EPOCH);
        CrossValidation folds = Objects.requireNonNull(CrossValidation.of(
                        IntStream.range(0, 60).map(i -> i % 2).toArray(),
                        IntStream.range(0, 60).toArray(),
                        2,
                        3)
                .folds());
        Set<Integer> asked = new HashSet<>();
        TrainableNetwork network = new ScriptedNetworks(1, 10) {
            @Override
            float[] member(int member, LabelledImages images, int from, int count) {
                float[] answers = new float[2 * count];
                for (int i = 0; i < count; i++) {
                    int image = images.pixels()[(from + i) * 256];
                    assertThat(asked.add(image)).isTrue();
                    assertThat(folds.fold(image)).isEqualTo(member);
                    answers[2 * i] = image / 100f;
                }
                return answers;
            }
        }.open();

        var predictor =
                new SplitPredictor(new DatasetPacks(objects), 3, Symmetry.MIRROR, new NetworkSide(NetworkSide.VERSION));
        SplitPredictions whole = new SplitPredictions(2, new int[0], new float[0]);
        for (var views : SplitPredictor.Views.values()) {
            asked.clear();
            SplitPredictions answers =
                    predictor.unseen(network, dataset, folds, whole, views).outOfFold();
            assertThat(answers.size()).isEqualTo(60);
            assertThat(asked).hasSize(60);
            for (int i = 0; i < 60; i++) {
                assertThat(answers.label(i)).isEqualTo(i % 2);
                assertThat(answers.probability(i, 0)).isEqualTo(i / 100f);
            }
        }
    }

    /** An epoch with folds answers the validation split by all members and by each alone, and a fold by each. */
    @Test
    void withFoldsARehearsalAnswersAsMuchAsAnEpochAsksOfEachMember() {
        var shape = new InputShape(16, 16, 1);
        var objects = new InMemoryObjectStore();
        FrozenDatasets.storeStripes(objects, "stripes", shape, Split.TRAIN, 60);
        FrozenDatasets.storeStripes(objects, "stripes", shape, Split.VALIDATION, 20);
        DatasetFrozen dataset = FrozenDatasets.of(
                "stripes",
                new LabelSet(List.of("flat", "steep")),
                shape,
                Map.of(),
                List.of(
                        FrozenDatasets.pack("stripes", Split.TRAIN, 60),
                        FrozenDatasets.pack("stripes", Split.VALIDATION, 20)),
                Instant.EPOCH);
        var answered = new AtomicInteger();
        var network = (TrainableNetwork) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TrainableNetwork.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("probabilities");
                    answered.addAndGet((int) arguments[2]);
                    return new float[2 * (int) arguments[2]];
                });
        var predictor =
                new SplitPredictor(new DatasetPacks(objects), 3, Symmetry.MIRROR, new NetworkSide(NetworkSide.VERSION));

        predictor.rehearse(network, dataset, null);
        assertThat(answered).hasValue(20);

        answered.set(0);
        int[] labels = IntStream.range(0, 60).map(i -> i % 2).toArray();
        CrossValidation folds = Objects.requireNonNull(
                CrossValidation.of(labels, IntStream.range(0, 60).toArray(), 2, 3)
                        .folds());
        predictor.rehearse(network, dataset, folds);
        assertThat(answered).hasValue(2 * 20 + folds.left(0, 0, 60).length);
    }

    @Test
    void aTallImageHasHalfTheViewsOfASquareOne() {
        assertThat(Symmetry.SQUARE.views(new InputShape(32, 32, 1))).isEqualTo(8);
        assertThat(Symmetry.SQUARE.views(new InputShape(32, 48, 1))).isEqualTo(4);
        assertThat(Symmetry.MIRROR.views(new InputShape(32, 48, 1))).isEqualTo(2);
        assertThat(Symmetry.NONE.views(new InputShape(32, 32, 1))).isEqualTo(1);
    }
}

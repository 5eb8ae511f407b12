package org.equipoise.trainer.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.files.ImagesFile;
import org.equipoise.diagnosis.model.ModelAnswer;
import org.equipoise.diagnosis.model.ModelDiagnosis;
import org.equipoise.diagnosis.model.ModelExamination;
import org.equipoise.diagnosis.model.ModelQuestion;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.diagnosis.preprocessing.SearchResult.Verdict;
import org.equipoise.trainer.djl.OutsideSavedModels;
import org.equipoise.trainer.djl.OutsideSavedModels.Last;
import org.equipoise.trainer.djl.SavedModels;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.Stripes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Real exports of Keras, asked as the command line asks; the two cases are the commonest in public threads. */
class ModelExaminerTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final List<String> TWO = List.of("across", "along");
    private static final List<String> THREE = List.of("flat", "middle", "steep");
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private Path scratch;

    /** A network that gives every image the same answer, because normalisation at serving is not that of training. */
    @Test
    void aNormalisationThatIsNotThatOfTheTrainingIsNamed() throws IOException {
        ModelExamination seen = examined(question(keras("keras-normalised.zip"), THREE, null));

        assertThat(seen.result().before().largestShare()).isEqualTo(1);
        assertThat(seen.result().verdict()).isEqualTo(Verdict.FOUND);
        assertThat(seen.result().gain()).isGreaterThan(0.5);
        Diagnosis card = card(seen, THREE);
        assertThat(card.condition()).startsWith("collapsed: every answer is");
        assertThat(card.causes()).extracting(Diagnosis.NamedCause::cause).containsExactly("preprocessing-differs");
        assertThat(card.sentence())
                .startsWith("Your model expects [-1, 1] and gets [0, 255]: balanced accuracy 0.333 becomes ")
                .contains("x = x / 127.5 - 1");
        assertThat(seen.layers().atStart()).isEmpty();
        assertThat(seen.layers().others()).anyMatch(layer -> layer.endsWith("head"));
    }

    @Test
    void whatIsFedAsInTheTrainingIsLeftAlone() throws IOException {
        ModelExamination seen = examined(question(keras("keras-export.zip"), TWO, "1/255"));

        assertThat(seen.result().verdict()).isEqualTo(Verdict.NOTHING_BETTER);
        assertThat(card(seen, TWO).condition()).isEqualTo("no class is lost");
    }

    /** A network that always answers the class in the middle, because its checkpoint was another network's. */
    @Test
    void aHeadThatWasNotRestoredIsNamed() throws IOException {
        ModelExamination seen = examined(question(keras("keras-unrestored.zip"), THREE, "1/255"));

        Diagnosis card = card(seen, THREE);
        assertThat(card.condition()).isEqualTo("collapsed: every answer is middle");
        assertThat(seen.layers().atStart()).singleElement().asString().endsWith("head");
        assertThat(seen.layers().others()).hasSize(2);
        assertThat(card.causes()).extracting(Diagnosis.NamedCause::cause).containsExactly("frozen-weights");
        assertThat(card.sentence())
                .contains("Weights are as before any training")
                .contains("head");
    }

    /** Of a model of our own, which takes bytes, only changes are known. */
    @Test
    void aModelThatTakesBytesIsAskedWithBytes() throws IOException {
        Path zip = Files.write(
                scratch.resolve("own.zip"), SavedModels.untrained(SHAPE, 2, 3).zip());

        ModelExamination seen = examined(question(zip, TWO, null));

        assertThat(seen.takesBytes()).isTrue();
        assertThat(seen.result().verdict()).isEqualTo(Verdict.NOTHING_BETTER);
        assertThat(failure(question(zip, TWO, "1/255"))).contains("its own graph does the scaling");
    }

    @Test
    void logitsThatAreNotSaidToBeOnesAreTold() throws IOException {
        Path zip = Files.write(
                scratch.resolve("logits.zip"),
                OutsideSavedModels.zip(scratch.resolve("made"), "serving_default", Last.LOGITS));

        assertThat(failure(question(zip, TWO, null))).contains("they look like logits, say --logits");
    }

    @Test
    void whatCannotBeAskedIsToldInOneSentence() throws IOException {
        Path export = keras("keras-export.zip");
        byte[] whole = Files.readAllBytes(export);
        Path half = Files.write(scratch.resolve("half.zip"), Arrays.copyOf(whole, whole.length / 2));
        Path none = Files.write(
                scratch.resolve("none.zip"), OutsideSavedModels.zipOf(java.util.Map.of("readme.txt", "nothing here")));
        Path text = Files.write(
                scratch.resolve("text.zip"),
                OutsideSavedModels.zipOf(java.util.Map.of("saved_model.pb", "this is no graph at all")));

        assertThat(failure(question(half, TWO, null))).contains("the zip is damaged");
        assertThat(failure(question(none, TWO, null))).contains("no saved_model.pb");
        assertThat(failure(question(text, TWO, null))).contains("saved_model.pb is damaged");
        assertThat(failure(question(export, THREE, null)))
                .isEqualTo("the model has 2 outputs, but there are 3 classes");
        assertThat(failure(question(export, TWO, "imagenet")))
                .startsWith("--scale must be one of none, 1/255, -1..1")
                .endsWith("for this model, got \"imagenet\"");
    }

    private ModelExamination examined(ModelQuestion question) throws IOException {
        ModelAnswer answer = ModelExaminer.answer(question, scratch, CLOCK);
        assertThat(answer.failure()).isNull();
        return java.util.Objects.requireNonNull(answer.examination());
    }

    private String failure(ModelQuestion question) throws IOException {
        return String.valueOf(ModelExaminer.answer(question, scratch, CLOCK).failure());
    }

    private static Diagnosis card(ModelExamination seen, List<String> classes) {
        return ModelDiagnosis.of("m", new LabelSet(classes), seen, null, null, List.of(), Instant.EPOCH)
                .card();
    }

    private ModelQuestion question(Path model, List<String> classes, @org.jspecify.annotations.Nullable String scale)
            throws IOException {
        Path images = scratch.resolve("images-" + classes.size());
        ImagesFile.write(images, classes.size() == 2 ? waves() : stripes(classes.size()));
        return new ModelQuestion(model.toString(), images.toString(), classes, null, scale, false, false, 300);
    }

    private Path keras(String name) throws IOException {
        Path file = scratch.resolve(name);
        try (InputStream in = OutsideSavedModels.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    private static List<LabelledPixels> stripes(int classes) {
        Shard shard = Stripes.shard(SHAPE, 40 * classes, java.util.Collections.nCopies(classes, 1.0), 5);
        List<LabelledPixels> images = new ArrayList<>();
        for (int i = 0; i < shard.size(); i++) {
            byte[] samples = Arrays.copyOfRange(shard.pixels(), i * SHAPE.length(), (i + 1) * SHAPE.length());
            images.add(new LabelledPixels(new Pixels(16, 16, 1, samples), shard.label(i)));
        }
        return images;
    }

    /** As keras_export.py draws what it trains on. */
    private static List<LabelledPixels> waves() {
        var random = new java.util.Random(3);
        List<LabelledPixels> images = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            double phase = 6 * random.nextDouble();
            byte[] samples = new byte[SHAPE.length()];
            for (int p = 0; p < samples.length; p++) {
                int along = i % 2 == 0 ? p / 16 : p % 16;
                double grey = 128 + 60 * Math.sin(1.3 * along + phase) + 20 * random.nextGaussian();
                samples[p] = (byte) Math.max(0, Math.min(255, Math.round(grey)));
            }
            images.add(new LabelledPixels(new Pixels(16, 16, 1, samples), i % 2));
        }
        return images;
    }
}

package org.equipoise.trainer.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.diagnosis.files.ImagesFile;
import org.equipoise.diagnosis.model.LayersAtStart;
import org.equipoise.diagnosis.model.ModelAnswer;
import org.equipoise.diagnosis.model.ModelExamination;
import org.equipoise.diagnosis.model.ModelQuestion;
import org.equipoise.diagnosis.preprocessing.Answered;
import org.equipoise.diagnosis.preprocessing.Catalogue;
import org.equipoise.diagnosis.preprocessing.ChannelOrder;
import org.equipoise.diagnosis.preprocessing.Effort;
import org.equipoise.diagnosis.preprocessing.Geometry;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.diagnosis.preprocessing.Preprocessing;
import org.equipoise.diagnosis.preprocessing.PreprocessingSearch;
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.diagnosis.preprocessing.Trial;
import org.equipoise.diagnosis.preprocessing.Values;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.djl.AskedSavedModel;
import org.equipoise.trainer.outside.OutsideModel;
import org.equipoise.trainer.outside.ServingFormat;
import org.equipoise.trainer.registry.InvalidModelException;
import org.equipoise.trainer.tensorflow.SavedVariables;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/**
 * A process that looks into one model on disk and ends: the command line starts it with these libraries, because it has
 * no TensorFlow itself. Its one argument is a folder with {@code question.json}; it leaves {@code answer.json} there.
 */
public final class ModelExaminer {

    /** As after SIGTERM. */
    private static final int TERMINATED = 143;

    private static final int TIMED = 16;

    private ModelExaminer() {}

    /** Answers one question. */
    public static void main(String[] arguments) throws Exception {
        var watch = new Thread(ModelExaminer::haltWhenAskerIsGone, "asker-watch");
        watch.setDaemon(true);
        watch.start();
        Path folder = Path.of(arguments[0]);
        ModelQuestion question =
                EventCodec.read(Files.readAllBytes(folder.resolve("question.json")), ModelQuestion.class);
        Files.write(folder.resolve("answer.json"), EventCodec.write(answer(question, folder, Clock.systemUTC())));
        // The engine's threads are no daemons.
        Runtime.getRuntime().halt(0);
    }

    /** The asker holds the other end of standard input and never writes to it. */
    private static void haltWhenAskerIsGone() {
        InputStream in = System.in;
        try {
            while (in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
        Runtime.getRuntime().halt(TERMINATED);
    }

    /** @param scratch for a zip that is unpacked */
    static ModelAnswer answer(ModelQuestion question, Path scratch, Clock clock) throws IOException {
        try {
            return new ModelAnswer(null, examination(question, scratch, clock));
        } catch (InvalidModelException | UnusableModelException | IllegalArgumentException e) {
            return new ModelAnswer(String.valueOf(e.getMessage()), null);
        }
    }

    private static ModelExamination examination(ModelQuestion question, Path scratch, Clock clock) throws IOException {
        List<LabelledPixels> all = ImagesFile.read(Path.of(question.images()));
        int classes = question.classes().size();
        var asked = new AskedSavedModel.Asked(
                Path.of(question.model()),
                classes,
                OutsideModel.size(question.size()),
                question.logits() ? ServingFormat.Output.LOGITS : ServingFormat.Output.SOFTMAX);
        try (AskedSavedModel model = AskedSavedModel.open(asked, scratch, session())) {
            InputShape shape = model.shape();
            Catalogue catalogue = model.takesBytes()
                    ? Catalogue.changes(shape)
                    : Catalogue.inputs(shape, List.of(Values.ofImages(all, shape)));
            Preprocessing today = today(question, catalogue, model.takesBytes(), shape);
            List<LabelledPixels> reduced =
                    all.stream().map(image -> image.reduced(shape)).toList();
            Instant end = clock.instant().plusSeconds(question.seconds());
            var search = new PreprocessingSearch(model, shape, classes);
            List<LabelledPixels> images = affordable(search, today, reduced, shape, question, clock);
            SearchResult result = search.search(
                    images, today, catalogue, () -> !clock.instant().isBefore(end));
            List<LabelledPixels> judged = result.images() == 0
                    ? images
                    : LabelledPixels.halves(images).confirm();
            Answered answered = search.answers(judged, today);
            Trial after = result.after();
            return new ModelExamination(
                    shape,
                    model.takesBytes(),
                    model.channelsFirst(),
                    model.oneUnit(),
                    result,
                    judged.stream().map(LabelledPixels::label).toList(),
                    answered.notNumbers(),
                    answered.rows(),
                    after == null
                            ? List.of()
                            : search.answers(judged, after.preprocessing()).rows(),
                    LayersAtStart.of(SavedVariables.of(model.root())));
        }
    }

    /** The first of them, whose classes are in turn. */
    private static List<LabelledPixels> affordable(
            PreprocessingSearch search,
            Preprocessing today,
            List<LabelledPixels> images,
            InputShape shape,
            ModelQuestion question,
            Clock clock) {
        List<LabelledPixels> some = images.subList(0, Math.min(TIMED, images.size()));
        // The first answer takes longer than any other.
        search.answers(some, today);
        Instant begin = clock.instant();
        search.answers(some, today);
        Duration perImage = Duration.between(begin, clock.instant()).dividedBy(some.size());
        int affordable = Effort.images(
                Duration.ofSeconds(question.seconds()),
                perImage,
                shape,
                question.classes().size(),
                images.size());
        return images.subList(0, affordable);
    }

    private static Preprocessing today(ModelQuestion question, Catalogue catalogue, boolean bytes, InputShape shape) {
        String scale = question.scale();
        if (bytes && scale != null && !scale.equals(Values.RAW.name())) {
            throw new InvalidModelException("the model takes uint8: its own graph does the scaling, leave --scale out");
        }
        Values values = scale == null
                ? Values.RAW
                : catalogue
                        .named(scale)
                        .orElseThrow(() -> new InvalidModelException("--scale must be one of "
                                + String.join(", ", catalogue.names()) + " for this model, got \"" + scale + "\""));
        if (question.bgr() && shape.channels() != 3) {
            throw new InvalidModelException("--bgr needs a model of 3 channels, this one takes " + shape.channels());
        }
        return new Preprocessing(
                Geometry.of(question.fit() == null ? Fit.STRETCH : Fit.of(question.fit())),
                false,
                question.bgr() ? ChannelOrder.BGR : ChannelOrder.RGB,
                values);
    }

    /** As the services' where nobody sets anything; the classes that read settings are not there outside of Quarkus. */
    private static ConfigProto session() {
        return ConfigProto.newBuilder()
                .setAllowSoftPlacement(true)
                .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
                .build();
    }
}

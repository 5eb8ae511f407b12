package org.equipoise.monitor.console;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.monitor.console.ImageStory.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImageStoryTest {

    private static final ImageIngested IMAGE = EventExamples.imageIngested();

    private final ImageStory story = new ImageStory(StoryQuery.ofImage(EventExamples.IMAGE_ID.substring(0, 10)));

    @Test
    void itBeginsWithTheStudyThatBroughtTheImage() {
        story.ingested(IMAGE);
        story.published(EventExamples.studyPublished());
        story.predicted(EventExamples.predictionMade());

        assertThat(story.steps(Blinding.NONE))
                .extracting(Step::topic)
                .containsSubsequence("studies.published", "images.ingested")
                .contains("predictions.made");
        assertThat(story.steps(Blinding.NONE).get(0).what())
                .isEqualTo("study study-1 was published with 1 image for dataset lung, labelled \"benign\","
                        + " for split train, to be scored by lung-nodule");
    }

    /** The source's label and a model's answer are opinions, too. */
    @Test
    void aReaderWhoIsAskedIsNotToldTheStudysLabelNorWhatAModelAnswered() {
        story.ingested(IMAGE);
        story.published(EventExamples.studyPublished());
        story.predicted(EventExamples.predictionMade());
        story.checked(asked());

        assertThat(story.steps(new Blinding(false)))
                .extracting(Step::topic)
                .containsExactly("studies.published", "images.ingested");
        assertThat(story.steps(new Blinding(false)).get(0).what())
                .isEqualTo("study study-1 was published with 1 image for dataset lung, for split train,"
                        + " to be scored by lung-nodule");
        assertThat(story.steps(Blinding.NONE))
                .hasSize(4)
                .first()
                .satisfies(step -> assertThat(step.what()).contains("labelled \"benign\""));
    }

    private static LabelChecked asked() {
        return new LabelChecked(
                IMAGE.dataset(),
                IMAGE.imageId(),
                Standing.ACCEPTED,
                List.of(),
                "benign",
                0,
                Split.TRAIN,
                null,
                Map.of("source:study-1", "benign"),
                1,
                EventExamples.TIME,
                null,
                new Readings(2, EventExamples.TIME, List.of()));
    }

    /** Two files with the same pixels are one image, and one step. */
    @Test
    void aStudyWithTheSamePixelsTwiceIsToldOnce() {
        story.ingested(IMAGE);
        StudyPublished study = EventExamples.studyPublished();
        story.published(new StudyPublished(
                study.studyId(),
                study.dataset(),
                study.modality(),
                study.patientKey(),
                study.model(),
                List.of(study.images().get(0), new StudyImage("study-1/copy.png", null, null)),
                study.publishedAt(),
                study.station()));

        assertThat(story.steps(Blinding.NONE))
                .filteredOn(step -> step.topic().equals("studies.published"))
                .singleElement()
                .satisfies(step -> assertThat(step.what()).contains("with 2 images"));
    }

    /** A later study that sends only what was a copy brings the same image. */
    @Test
    void aCopyLeadsToItsImage() throws MalformedEventException {
        ObjectNode json = EventCodec.mapper().valueToTree(IMAGE);
        json.putArray("copies").add("study-1/copy.png");
        story.ingested(EventCodec.read(EventCodec.write(json), ImageIngested.class));
        StudyPublished study = EventExamples.studyPublished();
        story.published(new StudyPublished(
                "study-2",
                study.dataset(),
                study.modality(),
                study.patientKey(),
                null,
                List.of(new StudyImage("study-1/copy.png", null, null)),
                study.publishedAt(),
                study.station()));

        assertThat(story.steps(Blinding.NONE))
                .extracting(Step::what)
                .anyMatch(what -> what.startsWith("study study-2 was published with 1 image"))
                .anyMatch(what -> what.contains("from study study-1, which has the same pixels 2 times,"));
    }

    @Test
    void whatCouldNotBeScoredIsToldAndNoNameOfAnOriginalIs() {
        story.ingested(IMAGE);
        story.published(EventExamples.studyPublished());
        story.notScored(IMAGE);

        assertThat(story.steps(Blinding.NONE))
                .extracting(Step::what)
                .anyMatch(what -> what.equals("was not scored for study study-1 by lung-nodule"))
                .noneMatch(what -> what.contains(IMAGE.sourceKey()) || what.contains("patient-7"));
    }

    @Test
    void otherImagesAreNoPartOfIt() {
        var other = new ImageStory(StoryQuery.ofImage("ffffffff"));

        other.ingested(IMAGE);
        other.published(EventExamples.studyPublished());

        assertThat(other.steps(Blinding.NONE)).isEmpty();
    }

    @Test
    void anOriginalLeadsToItsImageAndNotToThatOfTheSamePathInAnotherDataset() {
        ImageIngested here = ingested("lung", "a1".repeat(32), "lung/77/train/sick/1.png");
        ImageIngested there = ingested("breast", "b2".repeat(32), "breast/88/train/sick/1.png");
        ImageIngested longer = ingested("lung", "c3".repeat(32), "lung/99/pretrain/sick/1.png");

        ImageStory both = told(new StoryQuery(null, null, "train/sick/1.png", null), here, there, longer);
        ImageStory one = told(new StoryQuery(null, null, "train/sick/1.png", "breast"), here, there, longer);

        assertThat(both.steps(Blinding.NONE)).extracting(Step::dataset).containsExactlyInAnyOrder("lung", "breast");
        assertThat(one.steps(Blinding.NONE)).extracting(Step::image).containsExactly("b2".repeat(32));
    }

    /** The pixels are the same, and so is the id: what is said of one dataset's image is not said of the other's. */
    @Test
    void theSamePixelsInTwoDatasetsAreTwoImages() {
        ImageIngested here = ingested("lung", IMAGE.imageId(), "lung/77/1.png");
        ImageIngested there = ingested("breast", IMAGE.imageId(), "breast/88/2.png");

        ImageStory byPath = told(new StoryQuery(null, null, "1.png", null), here, there);
        ImageStory byId = told(StoryQuery.ofImage(IMAGE.imageId()), here, there);

        assertThat(byPath.steps(Blinding.NONE)).extracting(Step::dataset).containsExactly("lung");
        assertThat(byId.steps(Blinding.NONE)).extracting(Step::dataset).containsExactlyInAnyOrder("lung", "breast");
    }

    @Test
    void aStudyLeadsToItsImagesAndToWhatWasRefusedOfIt() {
        StudyPublished study = EventExamples.studyPublished();
        var whole = new StudyPublished(
                study.studyId(),
                study.dataset(),
                study.modality(),
                null,
                null,
                List.of(study.images().get(0), new StudyImage("study-1/torn.png", null, null)),
                study.publishedAt());
        var ofStudy = new ImageStory(new StoryQuery(null, "study-1", null, null));
        ofStudy.find(IMAGE);
        ofStudy.ingested(IMAGE);
        ofStudy.published(whole);
        ofStudy.rejected(new ImageRejected(
                "study-1",
                "lung",
                "study-1/torn.png",
                RejectionReason.values()[0],
                "study-1/torn.png ends too early",
                EventExamples.TIME));

        assertThat(ofStudy.images()).containsExactly(IMAGE.imageId());
        assertThat(ofStudy.steps(Blinding.NONE))
                .filteredOn(step -> step.topic().equals("images.rejected"))
                .singleElement()
                .satisfies(step -> assertThat(step.what())
                        .startsWith("image 2 of 2 of study study-1 was refused, ")
                        .endsWith(": it ends too early"));
        assertThat(ofStudy.steps(Blinding.NONE))
                .extracting(Step::what)
                .as("a name may be a person's")
                .noneMatch(what -> what.contains("torn.png"));
    }

    @Test
    void aVersionIsAStepOfTheImagesThatItsManifestLists() {
        story.ingested(IMAGE);

        story.frozen(EventExamples.datasetFrozen(), "{\"imageId\":\"" + IMAGE.imageId() + "\"}");
        story.frozen(EventExamples.datasetFrozen(), "{\"imageId\":\"" + "0".repeat(64) + "\"}");

        assertThat(story.steps(Blinding.NONE))
                .filteredOn(step -> step.topic().equals("datasets.frozen"))
                .singleElement()
                .satisfies(step -> assertThat(step.what()).isEqualTo("is in version 0a1b2c3d4e5f of dataset lung"));
        assertThat(story.concerns("breast")).isFalse();
    }

    @Test
    void threeDigitsOrNothingAreNoQuestion() {
        assertThat(new StoryQuery("abc", "", " ", "lung").isEmpty()).isTrue();
        assertThat(new StoryQuery("ABCD", null, null, null).isEmpty()).isFalse();
    }

    private static ImageStory told(StoryQuery query, ImageIngested... events) {
        var story = new ImageStory(query);
        List.of(events).forEach(story::find);
        List.of(events).forEach(story::ingested);
        return story;
    }

    private static ImageIngested ingested(String dataset, String imageId, String sourceKey) {
        return new ImageIngested(
                dataset,
                imageId,
                "study-of-" + dataset,
                dataset + "/" + imageId + ".png",
                sourceKey,
                8,
                8,
                1,
                "DX",
                null,
                null,
                1,
                null,
                EventExamples.TIME,
                EventExamples.TIME);
    }
}

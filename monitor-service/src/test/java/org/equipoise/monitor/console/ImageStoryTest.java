package org.equipoise.monitor.console;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.monitor.console.ImageStory.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImageStoryTest {

    private static final ImageIngested IMAGE = EventExamples.imageIngested();

    private final ImageStory story = new ImageStory(EventExamples.IMAGE_ID.substring(0, 10));

    @Test
    void itBeginsWithTheStudyThatBroughtTheImage() {
        story.ingested(IMAGE);
        story.published(EventExamples.studyPublished());
        story.predicted(EventExamples.predictionMade());

        assertThat(story.steps())
                .extracting(Step::topic)
                .containsSubsequence("studies.published", "images.ingested")
                .contains("predictions.made");
        assertThat(story.steps().get(0).what())
                .isEqualTo("study study-1 was published with 1 image for dataset lung, to be scored by lung-nodule");
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

        assertThat(story.steps())
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

        assertThat(story.steps())
                .extracting(Step::what)
                .anyMatch(what -> what.startsWith("study study-2 was published with 1 image"))
                .anyMatch(what -> what.endsWith("from study study-1, which has the same pixels 2 times"));
    }

    @Test
    void whatCouldNotBeScoredIsToldAndNoNameOfAnOriginalIs() {
        story.ingested(IMAGE);
        story.published(EventExamples.studyPublished());
        story.notScored(IMAGE);

        assertThat(story.steps())
                .extracting(Step::what)
                .anyMatch(what -> what.equals("was not scored for study study-1 by lung-nodule"))
                .noneMatch(what -> what.contains(IMAGE.sourceKey()) || what.contains("patient-7"));
    }

    @Test
    void otherImagesAreNoPartOfIt() {
        var other = new ImageStory("ffffffff");

        other.ingested(IMAGE);
        other.published(EventExamples.studyPublished());

        assertThat(other.steps()).isEmpty();
    }
}

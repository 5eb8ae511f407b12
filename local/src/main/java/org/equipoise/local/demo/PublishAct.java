package org.equipoise.local.demo;

import java.util.Locale;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.words.Counted;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.sets.ImageSet;

/** Act one: studies arrive, are checked, and become a dataset. */
final class PublishAct {

    private final Stage stage;

    PublishAct(Stage stage) {
        this.stage = stage;
    }

    DatasetFrozen play(ImageSet set) {
        stage.terminal().headline("1  Studies arrive");
        Publication publication;
        try (var publisher = new StudyPublisher(stage.connection(), stage.clock())) {
            publisher.declare(stage.name(), new LabelSet(set.classes()));
            var options = PublishOptions.collect(stage.name(), stage.modality());
            publication = publisher.publish(set.images(), options, stage.terminal());
        }
        IngestionProgress.Result result =
                IngestionProgress.await(stage.connection(), publication, Stage.PATIENCE, stage.terminal());
        DatasetFrozen frozen = new DatasetClient(stage.connection()).freeze(stage.name(), null);
        tell(set, result, frozen);
        return frozen;
    }

    private void tell(ImageSet set, IngestionProgress.Result result, DatasetFrozen frozen) {
        DemoReport.Dataset dataset = DemoReport.Dataset.of(frozen);
        stage.say(String.format(
                Locale.ROOT,
                "%s: %s taken, %,d refused; frozen as version %s of dataset %s, %d x %d pixels.",
                set.name(),
                Counted.of(result.ingested().size(), "image"),
                result.rejected().size(),
                frozen.version(),
                frozen.dataset(),
                frozen.shape().width(),
                frozen.shape().height()));
        stage.table(DemoTables.classCounts(dataset));
        stage.say(String.format(
                Locale.ROOT,
                "In the training split the largest class has %.0f times the images of the smallest.",
                dataset.imbalanceRatio()));
    }
}

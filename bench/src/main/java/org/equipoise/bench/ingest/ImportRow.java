package org.equipoise.bench.ingest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.equipoise.bench.stack.FreshStack;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Progress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.stack.LocalStack;

/** The import of a folder of blood cells, until every image is announced and its label checked. */
final class ImportRow {

    private static final String DATASET = "blood";
    private static final double MOST_SECONDS = 180;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private ImportRow() {}

    static void measure(Run run, Path folder) {
        if (!Files.isDirectory(folder)) {
            run.notes().add("the import is not measured: the blood cells are not there; data= names their folder");
            return;
        }
        try (LocalStack stack =
                        FreshStack.start(run.options().project(), "ingest", Set.of(DoorRows.INGEST), run.out());
                ImageSet set = ImageSets.open(folder);
                var publisher = new StudyPublisher(stack.connection(), Clock.systemUTC())) {
            run.out().println("importing " + set.images().size() + " images");
            long begin = System.nanoTime();
            publisher.declare(DATASET, new LabelSet(set.classes()));
            Publication publication =
                    publisher.publish(set.images(), PublishOptions.collect(DATASET, "SM"), Progress.NONE);
            IngestionProgress.await(stack.connection(), publication, PATIENCE, Progress.NONE);
            double seconds = (System.nanoTime() - begin) / 1e9;
            String what = "import of " + set.images().size() + " blood cells";
            run.row(what, Run.OURS, List.of(set.images().size() / seconds), "images/s");
            run.row(what, Run.OURS, List.of(seconds), "s");
            run.atMost(what, seconds, MOST_SECONDS, "s");
        }
    }
}

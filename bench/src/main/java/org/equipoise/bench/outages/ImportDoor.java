package org.equipoise.bench.outages;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.common.labels.Split;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.Outage;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.sets.SetImage;

/** What {@code equipoise import} does: objects to S3, studies to Kafka, without a service between. */
final class ImportDoor implements Door {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final StackConnection connection;

    ImportDoor(StackConnection connection) {
        this.connection = connection;
    }

    @Override
    public boolean labels() {
        return true;
    }

    @Override
    public void send(Series series, Tally tally) {
        List<SetImage> images = IntStream.range(0, series.size())
                .mapToObj(image ->
                        new SetImage(image + ".png", Series.label(image), Split.TRAIN, null, () -> series.png(image)))
                .toList();
        var options = PublishOptions.collect(series.dataset(), "CR");
        boolean whole = false;
        while (!whole) {
            whole = ranToItsEnd(images, options, tally);
        }
        tally.acknowledged(series.size() - tally.acknowledged());
    }

    /** A person is told to run it again when it gave up. */
    private boolean ranToItsEnd(List<SetImage> images, PublishOptions options, Tally tally) {
        var outage = new Outage(LIMIT, notice -> tally.again());
        try (var publisher = new StudyPublisher(connection, Clock.systemUTC(), outage)) {
            // The last one is acknowledged when everything is flushed.
            publisher.publish(
                    images,
                    options,
                    (what, done, total) ->
                            tally.acknowledged((int) Math.max(0, Math.min(done, total - 1) - tally.acknowledged())));
            return true;
        } catch (ClientException e) {
            tally.broken();
            return false;
        }
    }
}

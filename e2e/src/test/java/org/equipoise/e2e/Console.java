package org.equipoise.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.microsoft.playwright.Page;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.messaging.Topics;
import org.equipoise.e2e.Browser.View;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.client.StackConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The console of the running stack after the loop, with images that wait for a reader and diagnoses, in one browser for
 * all tests.
 *
 * @param images of the loop's dataset, the {@value #CONTESTED} contested ones first
 * @param trained the version that serves
 * @param alertId of the alert that fires
 */
record Console(
        StackConnection connection, Browser browser, List<ImageIngested> images, ModelTrained trained, String alertId)
        implements AutoCloseable {

    /** Contradicting labels bring images into the queue: so many for the walk, one for each test that takes one out. */
    static final int CONTESTED = 7;

    /** Goes through the loop, unless that was done, and opens the browser. */
    static Console open() {
        try {
            RunningStack stack = RunningStack.shared();
            Loop.through(stack);
            StackConnection connection = stack.connection();
            List<ImageIngested> images = Events.of(
                    connection,
                    Topics.IMAGES_INGESTED,
                    ImageIngested.class,
                    event -> event.dataset().equals(Loop.MODEL));
            ModelTrained trained = Events.of(
                            connection,
                            Topics.MODELS_TRAINED,
                            ModelTrained.class,
                            event -> event.model().equals(Loop.MODEL))
                    .get(0);
            AlertChanged alert = Loop.alerts(stack).get(0);
            Diagnosed.publish(connection, alert);
            var console = new Console(
                    connection, Browser.start(connection.service("monitor-service")), images, trained, alert.alertId());
            console.prepared();
            return console;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepared() {
        images.subList(0, CONTESTED).forEach(this::contest);
        Page page = browser.page(View.ALL.get(0));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            browser.open(page, "#/review");
            assertThat(page.textContent("#waiting")).contains(CONTESTED + " images");
            browser.open(page, "#/alerts");
            assertThat(page.textContent("main")).contains(Diagnosed.DIFFERENCE);
        });
        page.context().close();
    }

    /** Two readers who do not agree. */
    void contest(ImageIngested image) {
        try (var publisher = new EventPublisher(connection.bootstrapServers(), Clock.systemUTC())) {
            for (int i = 0; i < 2; i++) {
                var label = new LabelSubmitted(
                        image.dataset(), image.imageId(), TinyImages.CLASSES.get(i), "reader-" + i, Instant.now());
                publisher.publish(Topics.LABELS_SUBMITTED, label.key(), label.key() + i, label);
            }
            publisher.flush();
        }
    }

    /** Where the page of the alert is that fires after the loop. */
    String alert(Page page) {
        browser.open(page, "#/");
        return page.getAttribute("a[href^='#/alerts/']", "href");
    }

    @Override
    public void close() {
        browser.close();
    }
}

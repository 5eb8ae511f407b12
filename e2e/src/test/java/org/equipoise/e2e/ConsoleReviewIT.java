package org.equipoise.e2e;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.messaging.Topics;
import org.equipoise.e2e.Browser.View;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.client.StackConnection;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The console's queue of labels, in a browser: what a key does, for which image, and what others see of it. */
@Order(2)
@ExtendWith(ConsoleExtension.class)
class ConsoleReviewIT {

    private final Console console;
    private final Browser browser;
    private final StackConnection connection;
    private final List<ImageIngested> images;

    ConsoleReviewIT(Console console) {
        this.console = console;
        browser = console.browser();
        connection = console.connection();
        images = console.images();
    }

    @Test
    void oneKeyLabelsAnImageAndTheNextOneFollows() {
        Page page = reading();
        int before = waiting(page);
        String first = page.getAttribute("#to-trace", "href");

        page.keyboard().press("+");
        page.keyboard().press("2");

        page.waitForCondition(() -> page.textContent("#said").contains("was labelled"));
        page.waitForCondition(() -> page.getAttribute("#unsent", "data-count").equals("0"));
        assertThat(page.getAttribute("#to-trace", "href")).isNotEqualTo(first);
        assertThat(waiting(page)).isEqualTo(before - 1);
        assertThat(Events.of(
                        connection,
                        Topics.LABELS_SUBMITTED,
                        LabelSubmitted.class,
                        label -> label.annotator().equals("local")))
                .anySatisfy(label -> {
                    assertThat(first).endsWith(label.imageId());
                    assertThat(label.label()).isEqualTo(TinyImages.CLASSES.get(1));
                });
        page.context().close();
    }

    @Test
    void aLabelSettlesAConflictAndTheKeyUTakesItBack() {
        Page page = reading();
        String first = Objects.requireNonNull(page.getAttribute("#to-trace", "href"));
        String image = first.substring(first.lastIndexOf('/') + 1);
        int before = settled(page);

        page.keyboard().press("1");
        page.waitForCondition(() -> settled(page) == before + 1);
        assertThat(standing(image)).satisfies(checked -> {
            assertThat(checked.label()).isEqualTo(TinyImages.CLASSES.get(0));
            assertThat(Objects.requireNonNull(checked.settlement()).by()).containsExactly("local");
            assertThat(checked.settlement().overruled()).containsExactly("reader-1");
        });
        page.keyboard().press("u");

        page.waitForCondition(() -> page.textContent("#said").contains("no label of yours any more"));
        assertThat(page.getAttribute("#to-trace", "href")).isEqualTo(first);
        page.waitForCondition(() -> settled(page) == before);
        assertThat(page.getAttribute("#to-trace", "href")).isEqualTo(first);
        assertThat(standing(image)).satisfies(checked -> {
            assertThat(checked.settlement()).isNull();
            assertThat(checked.votes()).doesNotContainKey("local");
        });
        page.context().close();
    }

    /** The last standing of an image of the loop's dataset. */
    private LabelChecked standing(String image) {
        return Events.of(
                        connection,
                        Topics.LABELS_CHECKED,
                        LabelChecked.class,
                        checked -> checked.dataset().equals(Loop.MODEL)
                                && checked.imageId().equals(image))
                .stream()
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** How many images the page says are settled. */
    private static int settled(Page page) {
        return Integer.parseInt(page.textContent("#progress").replaceFirst("\\D.*", ""));
    }

    @Test
    void aKeyIsForTheImageThatIsOnTheScreenAndForNoneThatIsSettledMeanwhile() {
        Page page = reading();
        String first = Objects.requireNonNull(page.getAttribute("#to-trace", "href"));
        int labelled = labelsOf("local");

        settle(first.substring(first.lastIndexOf('/') + 1));
        page.waitForCondition(() -> page.textContent("#said").contains("was settled meanwhile"));
        page.keyboard().press("1");

        assertThat(page.getAttribute("#to-trace", "href")).isEqualTo(first);
        page.keyboard().press("n");
        page.waitForCondition(() -> !Objects.equals(page.getAttribute("#to-trace", "href"), first));
        assertThat(page.getAttribute("#unsent", "data-count")).isEqualTo("0");
        assertThat(labelsOf("local")).isEqualTo(labelled);
        page.context().close();
    }

    @Test
    void aKeyIsForNoImageThatIsNotThereYetAndASlowOneComesAloneAndIsWaitedFor() {
        Page page = browser.page(View.ALL.get(0));
        List<Route> held = new ArrayList<>();
        List<String> givenUp = new ArrayList<>();
        page.onRequestFailed(request -> givenUp.add(request.url()));
        page.clock().install();
        page.route("**/pixels*", held::add);
        browser.open(page, "#/review");
        int labelled = labelsOf("local");

        page.waitForCondition(() -> !held.isEmpty());
        page.keyboard().press("1");
        assertThat(page.getAttribute("#unsent", "data-count")).isEqualTo("0");
        page.clock().fastForward(60_000);
        assertThat(held)
                .as("images that are asked for before the first is there")
                .hasSize(1);
        page.unroute("**/pixels*");
        held.forEach(Route::resume);

        page.waitForSelector("#review-image[data-image]");
        assertThat(givenUp).noneMatch(url -> url.contains("/pixels"));
        assertThat(labelsOf("local")).isEqualTo(labelled);
        page.context().close();
    }

    /** The queue, with an image on the screen. */
    private Page reading() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");
        page.waitForSelector("#review-image[data-image]");
        return page;
    }

    private int labelsOf(String annotator) {
        return Events.of(
                        connection,
                        Topics.LABELS_SUBMITTED,
                        LabelSubmitted.class,
                        label -> label.annotator().equals(annotator))
                .size();
    }

    /** Somebody else, elsewhere. */
    private void settle(String image) {
        try (var publisher = new EventPublisher(connection.bootstrapServers(), Clock.systemUTC())) {
            var label = new LabelSubmitted(
                    Loop.MODEL,
                    image,
                    TinyImages.CLASSES.get(0),
                    "dr-who",
                    Instant.now(),
                    LabelSubmitted.Role.ADJUDICATOR,
                    null,
                    null);
            publisher.publish(Topics.LABELS_SUBMITTED, label.key(), label.key() + "/dr-who", label);
            publisher.flush();
        }
    }

    @Test
    void oneKindIsLookedAtAloneAndTheKeysAreListed() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");

        page.keyboard().press("?");
        page.waitForSelector("#keys[open]");
        assertThat(page.textContent("#keys")).contains("label it \"" + TinyImages.CLASSES.get(0) + "\"", "Ctrl+Z");
        assertThat(Browser.violations(page)).isEmpty();
        page.keyboard().press("Escape");
        page.waitForCondition(() -> page.locator("#keys").count() == 0);

        page.click("#kind-suspect");
        page.waitForCondition(
                () -> page.getAttribute("#kind-suspect", "aria-pressed").equals("true"));
        assertThat(waiting(page)).isZero();
        assertThat(page.locator("#review-image[data-image]").count()).isZero();
        page.click("#kind-conflict");
        page.waitForSelector("#review-image[data-image]");
        page.selectOption("#dataset", Loop.MODEL);
        page.waitForSelector("#review-image[data-image]");
        assertThat(waiting(page)).isPositive();
        page.context().close();
    }

    @Test
    void aClassThatIsNamedByADigitHasThatDigitAsItsKey() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");

        assertThat(keys(page, "0", "1")).containsExactly("0", "1");
        assertThat(keys(page, "none", "benign")).containsExactly("1", "2");
        assertThat(keys(page, "1", "none", "10")).containsExactly("1", "2", "3");
        assertThat(keys(page, "ABCDEFGHIJKLM".split(""))).endsWith("9", "0", "a", "e", "f");
        page.context().close();
    }

    private static List<String> keys(Page page, String... labels) {
        List<?> keys = (List<?>) page.evaluate(
                "async (labels) => (await import('./console/pages/review.js')).keysOf(labels)", List.of(labels));
        return keys.stream().map(String::valueOf).toList();
    }

    /** How many images the page says wait for a reader. */
    private static int waiting(Page page) {
        return Integer.parseInt(page.textContent("#waiting").replaceFirst("\\D.*", ""));
    }

    @Test
    void whatHappensElsewhereShowsWithoutReloading() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");
        String before = page.textContent("#waiting");

        console.contest(images.get(Console.CONTESTED));

        page.waitForCondition(() -> !page.textContent("#waiting").equals(before));
        assertThat(page.textContent("#connection")).isEqualTo("live");
        page.context().close();
    }
}

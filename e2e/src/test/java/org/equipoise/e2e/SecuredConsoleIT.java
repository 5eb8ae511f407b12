package org.equipoise.e2e;

import java.io.IOException;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import org.equipoise.e2e.Browser.View;
import org.equipoise.local.client.StackConnection;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The console of a monitor that asks for keys, in a browser, and what it says when that monitor hangs. */
@Order(2)
@ExtendWith(ConsoleExtension.class)
class SecuredConsoleIT {

    private final Browser browser;
    private final StackConnection connection;

    SecuredConsoleIT(Console console) {
        browser = console.browser();
        connection = console.connection();
    }

    @Test
    void withKeysThePageAsksForOneAndAViewerLooksButDoesNotLabel() throws IOException {
        try (SecuredMonitor monitor = SecuredMonitor.start(connection)) {
            View view = View.ALL.get(0);
            Page page = browser.page(view);
            page.navigate(monitor.address() + "/#/review");
            page.waitForSelector("#key");
            assertThat(Browser.violations(page)).isEmpty();

            page.fill("#key", "a guess");
            page.keyboard().press("Enter");
            page.waitForSelector("main [role=alert]");
            assertThat(page.textContent("main [role=alert]")).contains("does not know this key");
            page.fill("#key", SecuredMonitor.VIEWERS_KEY);
            page.keyboard().press("Enter");

            page.waitForSelector("#label-0");
            assertThat(page.textContent("#visitor")).contains("vera");
            assertThat(page.isDisabled("#label-0")).isTrue();
            page.waitForSelector("#review-image[data-image]");
            page.click("#sign-out");
            page.waitForSelector("#key");
            page.context().close();
        }
    }

    @Test
    void aServiceThatHangsDoesNotReadLiveAndWhatIsShownSaysThatItIsOld() throws IOException {
        try (SecuredMonitor monitor = SecuredMonitor.start(connection)) {
            Page page = browser.page(View.ALL.get(0));
            page.navigate(monitor.address() + "/#/");
            page.waitForSelector("#key");
            page.fill("#key", SecuredMonitor.VIEWERS_KEY);
            page.keyboard().press("Enter");
            page.waitForSelector("main[aria-busy=false] table");
            page.waitForCondition(() -> page.textContent("#connection").equals("live"));

            monitor.hang();
            page.waitForSelector("#stale:not([hidden])");
            assertThat(page.textContent("#stale"))
                    .startsWith("Not up to date: ")
                    .containsPattern("as of \\d\\d:\\d\\d");
            // A question without an answer says so after 10 s, the stream after 12.
            page.waitForCondition(() -> !page.textContent("#connection").equals("live"));
            assertThat(page.textContent("main"))
                    .as("what was shown is still there")
                    .contains(Loop.MODEL);
            assertThat(Browser.violations(page)).isEmpty();

            monitor.wake();
            page.waitForSelector(
                    "#stale[hidden]", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
            page.waitForCondition(() -> page.textContent("#connection").equals("live"));
            page.context().close();
        }
    }
}

package org.equipoise.e2e;

import com.microsoft.playwright.Page;
import org.equipoise.e2e.Browser.View;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator does about an alert in the console, in a browser. */
@Order(2)
@ExtendWith(ConsoleExtension.class)
class ConsoleAlertsIT {

    private final Console console;
    private final Browser browser;

    ConsoleAlertsIT(Console console) {
        this.console = console;
        browser = console.browser();
    }

    @Test
    void anOperatorSilencesAnAlertAndEndsTheSilence() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/alerts");

        page.click("#silence-0");
        assertThat(Browser.focused(page, "id")).isEqualTo("reason");
        assertThat(Browser.violations(page)).isEmpty();
        page.keyboard().type("scanner 2 is being repaired");
        page.keyboard().press("Enter");

        page.waitForSelector("#unsilence-0");
        assertThat(page.textContent("main"))
                .contains("silenced", "scanner 2 is being repaired", "by local, until")
                .doesNotContain("firing");
        assertThat(Browser.violations(page)).isEmpty();
        page.click("#unsilence-0");
        page.waitForSelector("#silence-0");
        assertThat(page.textContent("main")).contains("firing").doesNotContain("Silenced");

        page.click("#rollback-0");
        page.waitForSelector("#decision");
        assertThat(page.textContent("#decision"))
                .as("the version that would serve is named, or that there is none")
                .containsPattern("Will serve|No version of this model was promoted before|does not serve");
        assertThat(Browser.violations(page)).isEmpty();
        page.context().close();
    }

    @Test
    void anAlertsLinkLeadsToItAndItsRunbookIsFilledInAndOpensItsForms() {
        Page page = browser.page(View.ALL.get(0));
        String alert = console.alert(page);

        browser.open(page, alert);
        assertThat(Browser.focused(page, "id")).startsWith("alert-");
        assertThat(Browser.focused(page, "textContent")).contains("by now since it is likely to have begun");
        browser.open(page, alert.replace("#/alerts/", "#/runbooks/model-collapsed/"));
        String origin = String.valueOf(page.evaluate("location.origin"));
        assertThat(page.textContent("main"))
                .contains(origin + "/models/" + Loop.MODEL + "/collapse", "Roll back…")
                .doesNotContain("<model>", "*");
        page.click("text=Hold…");
        page.waitForSelector("#decision");
        assertThat(page.textContent("#decision")).contains("No version of this model serves afterwards");
        page.context().close();
    }
}

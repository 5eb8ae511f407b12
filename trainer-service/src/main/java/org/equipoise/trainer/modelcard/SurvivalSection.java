package org.equipoise.trainer.modelcard;

import org.equipoise.common.html.Page;
import org.jspecify.annotations.Nullable;

/** Whether labels survive the augmentation, with those copies that lost most. */
final class SurvivalSection {

    private SurvivalSection() {}

    static void write(Page page, @Nullable LabelSurvival survival) {
        if (survival == null) {
            return;
        }
        page.raw("<div id=\"augmentation\"></div>");
        page.heading("Augmentation");
        page.paragraph(survival.lost() ? "warning" : "note", survival.words() + ".");
        if (survival.picture() != null) {
            page.paragraph(
                    "note",
                    "Training images that were answered right, each beside the copy that lost most of its class's"
                            + " probability. What the judge loses may be its own: it is simpler than a network.");
            page.raw("<p><img alt=\"originals beside augmented copies\" src=\"data:image/png;base64,"
                    + survival.picture() + "\"/></p>\n");
        }
    }
}

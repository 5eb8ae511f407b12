package org.equipoise.trainer.modelcard;

import java.util.List;

import org.equipoise.common.html.Page;

/** The test images that were answered wrongly with the highest probability, as a contact sheet. */
final class MistakeSheet {

    private static final int ID_DIGITS = 12;

    private MistakeSheet() {}

    static void write(Page page, List<Mistake> mistakes) {
        if (mistakes.isEmpty()) {
            return;
        }
        page.raw("<div id=\"mistakes\"></div>");
        page.heading("Worst mistakes");
        page.paragraph(
                "note",
                "Test images answered wrongly with the highest probability: the true class, the answer, and the"
                        + " image's id. A wrong label looks like a mistake too.");
        page.raw("<ul class=\"sheet\">\n");
        for (Mistake mistake : mistakes) {
            page.raw("<li><img alt=\"")
                    .text("true " + mistake.trueClass() + ", answered " + mistake.answered())
                    .raw("\" src=\"data:image/png;base64," + mistake.png() + "\"/><span>")
                    .text(mistake.trueClass())
                    .raw("</span><span class=\"bad\">→ ")
                    .text(mistake.answered())
                    .raw(" " + Page.number(mistake.probability()) + "</span><code title=\"")
                    .text(mistake.imageId())
                    .raw("\">")
                    .text(mistake.imageId()
                            .substring(0, Math.min(ID_DIGITS, mistake.imageId().length())))
                    .raw("</code></li>\n");
        }
        page.raw("</ul>\n");
    }
}

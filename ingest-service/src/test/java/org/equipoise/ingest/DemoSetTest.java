package org.equipoise.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.freezing.FreezePlan;
import org.equipoise.local.phantom.Finding;
import org.equipoise.local.phantom.PhantomSet;
import org.equipoise.local.phantom.PhantomSet.Phantom;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The demo's drawn lungs: all of them are in the version, where they were drawn for. */
class DemoSetTest {

    private static final long SEED = 1;

    @Test
    void noneOfTheDrawnLungsIsTakenForAnother() {
        List<SetImage> images = new ArrayList<>();
        for (Phantom phantom : PhantomSet.of(SEED, PhantomSet.articleCounts())) {
            String label = phantom.finding().label();
            images.add(new SetImage(
                    label + "-" + images.size() + ".png",
                    label,
                    phantom.split(),
                    null,
                    () -> PngCodec.encode(phantom.pixels())));
        }

        FreezePlan plan = SetFreezing.of(
                        ImageSet.of("phantoms", Finding.labelSet().classes(), images))
                .plan();

        assertThat(plan.classCounts())
                .isEqualTo(Map.of(
                        Split.TRAIN, new ClassDistribution(List.of(600L, 60L, 30L)),
                        Split.VALIDATION, new ClassDistribution(List.of(200L, 20L, 10L)),
                        Split.TEST, new ClassDistribution(List.of(200L, 20L, 10L))));
        assertThat(plan.imageFindings())
                .extracting(ImageFinding::code)
                .doesNotContain("moved-together", "left-out-together", "near-duplicates");
    }
}

package org.equipoise.trainer.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.trainer.training.Shard;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExaminedRunTest {

    private static final int IMAGES = 64;

    @Test
    void whatKnowsOfOneLabelLooksAtNoMixedImages() {
        Shard drawn = drawn(false);
        ExaminedRun plain = run(drawn);
        ExaminedRun mixed = run(drawn(true));

        assertThat(plain.unmixed()).isSameAs(drawn);
        assertThat(mixed.unmixed()).isNull();
        assertThat(OtherLearner.of(plain).evidence().value(Measure.AUGMENTED_OTHER_LEARNER))
                .isPresent();
        assertThat(OtherLearner.of(mixed).evidence().value(Measure.AUGMENTED_OTHER_LEARNER))
                .isEmpty();
    }

    private static ExaminedRun run(Shard drawn) {
        return new ExaminedRun(
                ExaminedRuns.recipe(Map.of()),
                ExaminedRuns.NETWORK,
                1,
                List.of(80L, 80L),
                ExaminedRuns.stripes(160, 1),
                ExaminedRuns.stripes(64, 2),
                drawn,
                null,
                List.of(),
                Optional.empty(),
                "");
    }

    private static Shard drawn(boolean mixes) {
        var stripes = ExaminedRuns.stripes(IMAGES, 3);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofBytes(stripes.pixels(), IMAGES, 16, 16, 1));
        arrays.put("labels", NpyArray.ofInts(stripes.labels(), IMAGES));
        arrays.put("weights", NpyArray.ofFloats(new float[IMAGES], IMAGES));
        if (mixes) {
            arrays.put("partnerLabels", NpyArray.ofInts(stripes.labels(), IMAGES));
            arrays.put("partnerShares", NpyArray.ofFloats(new float[IMAGES], IMAGES));
        }
        return Shard.read(Npz.write(arrays), InputFormat.bytes(ExaminedRuns.SHAPE), 2);
    }
}

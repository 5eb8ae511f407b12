package org.equipoise.bench.quality;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.equipoise.bench.report.Origin;
import org.jspecify.annotations.Nullable;

/**
 * One model that serves, and how it did after each change.
 *
 * @param origin the call that trained it
 * @param backbone identity of the pretrained network that the stack kept, see {@link GivenBackbone}; absent where it
 *     kept none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShiftedModel(
        ShiftArm arm, long seed, Origin origin, @Nullable String backbone, List<ShiftScore> scores) {

    ShiftedModel {
        scores = List.copyOf(scores);
    }
}

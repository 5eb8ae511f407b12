package org.equipoise.diagnosis.model;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about a model that lies on disk.
 *
 * @param model folder or zip
 * @param images file of labelled images, {@code org.equipoise.diagnosis.files.ImagesFile}
 * @param classes in the order of the model's outputs
 * @param size height x width x channels, where the model leaves it open; absent otherwise
 * @param scale how the images are fed today, as the option says it; absent: as they are
 * @param bgr whether they are fed in BGR today
 * @param logits whether the outputs are logits
 * @param seconds that the search may take
 * @param fit how images of another aspect come into its input today, as the option says it; absent: stretched
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelQuestion(
        String model,
        String images,
        List<String> classes,
        @Nullable String size,
        @Nullable String scale,
        boolean bgr,
        boolean logits,
        long seconds,
        @Nullable String fit) {

    /** Images are stretched today. */
    public ModelQuestion(
            String model,
            String images,
            List<String> classes,
            @Nullable String size,
            @Nullable String scale,
            boolean bgr,
            boolean logits,
            long seconds) {
        this(model, images, classes, size, scale, bgr, logits, seconds, null);
    }

    public ModelQuestion {
        classes = List.copyOf(classes);
    }
}

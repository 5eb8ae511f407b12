package org.equipoise.diagnosis.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What came of it: one of both.
 *
 * @param failure why there is no answer, a sentence for a person
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelAnswer(
        @Nullable String failure, @Nullable ModelExamination examination) {}

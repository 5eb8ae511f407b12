package org.equipoise.bench.collapse;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a process of its own is asked for, a line of JSON.
 *
 * @param run its key
 * @param repair what to try; absent where the run itself is to be made and examined
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Job(String run, @Nullable Repair repair) {

    /**
     * A repair that a diagnosis proposes.
     *
     * @param causes that it named, the most probable first
     * @param measures what was measured of the run, by their names
     * @param enough macro-F1 from which nothing more is tried
     */
    public record Repair(List<String> causes, Map<String, Double> measures, double enough) {}
}

package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

import org.equipoise.common.labels.LabelSet;

/**
 * What a dataset may contain. Topic {@code datasets.declared}, compacted, keyed by {@code dataset}. Declaring again
 * with another label set re-checks every label of the dataset.
 *
 * @param labelSet the vocabulary, in class-index order
 */
public record DatasetDeclared(String dataset, LabelSet labelSet, Instant declaredAt) implements Dated {

    public DatasetDeclared {
        Require.name(dataset, "dataset");
        Require.present(labelSet, "labelSet");
        Require.time(declaredAt, "declaredAt");
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("declaredAt", declaredAt);
    }
}

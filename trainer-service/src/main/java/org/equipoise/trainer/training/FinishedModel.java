package org.equipoise.trainer.training;

/**
 * A model with its best weights and what it answers.
 *
 * @param device what computed
 */
public record FinishedModel(SavedModel savedModel, SplitPredictions validation, SplitPredictions test, String device) {}

package org.equipoise.trainer.training;

/**
 * What one step is told.
 *
 * @param step steps taken before it over the whole run, from 0; decides dropout
 * @param stageStep steps taken before it in its stage, from 0; decides Adam's bias correction
 * @param learningRate step size
 * @param averageDecay how much of the averaged weights stays, in [0, 1); not read where none are kept
 * @param stage what changes
 */
public record StepSettings(long step, long stageStep, double learningRate, double averageDecay, Stage stage) {

    /** What a step changes. */
    public enum Stage {
        /** Every weight. */
        EVERYTHING,
        /** The classifier alone. */
        CLASSIFIER
    }
}

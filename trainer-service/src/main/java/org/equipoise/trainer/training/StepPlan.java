package org.equipoise.trainer.training;

import org.equipoise.trainer.optimisation.LearningRateSchedule;
import org.equipoise.trainer.optimisation.WeightAverage;
import org.equipoise.trainer.recipe.Recipe;

/**
 * What each step of a run is told: a schedule for the network, and one more for the classifier where it is trained
 * anew.
 */
final class StepPlan {

    private final Recipe recipe;
    private final RunPlan plan;
    private final int stepsPerEpoch;
    private final LearningRateSchedule schedule;
    private final WeightAverage average;

    StepPlan(Recipe recipe, RunPlan plan, int stepsPerEpoch) {
        this.recipe = recipe;
        this.plan = plan;
        this.stepsPerEpoch = stepsPerEpoch;
        schedule = recipe.schedule().upTo(plan.learningRate());
        average = new WeightAverage(recipe.optimiser().averageDecay());
    }

    /** The settings of a step, by the number of steps before it over the whole run. */
    StepSettings settings(long step) {
        int epoch = (int) (step / stepsPerEpoch);
        StepSettings.Stage stage = plan.stage(recipe, epoch);
        long classifierFrom = (long) plan.classifierFrom(recipe) * stepsPerEpoch;
        boolean classifier = stage == StepSettings.Stage.CLASSIFIER;
        long stageStep = classifier ? step - classifierFrom : step;
        long stageSteps = classifier ? (long) plan.epochs() * stepsPerEpoch - classifierFrom : classifierFrom;
        double rate = plan.course().changed()
                ? plan.course().learningRate(schedule, step, stepsPerEpoch)
                : schedule.at(stageStep, stageSteps);
        return new StepSettings(step, stageStep, rate, average.decay(stageStep), stage);
    }
}

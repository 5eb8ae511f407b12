package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.sampling.EpochSampling;
import org.equipoise.trainer.optimisation.Course;
import org.equipoise.trainer.optimisation.EpochBudget;
import org.equipoise.trainer.optimisation.LearningRateSchedule;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.jspecify.annotations.Nullable;

/**
 * What a run decided before its first epoch; a resumed run keeps to it.
 *
 * @param choices of the recipe, as they were made where the run began: another machine might choose another network
 * @param epochs epochs to train, at least 1, as planned last
 * @param learningRate the largest step size
 * @param remarks why these differ from the recipe, as sentences; empty where they do not
 * @param members networks that answer together; absent: as many as the recipe says
 * @param device what computed when this was decided, with its settings: others give other last bits; absent in plans of
 *     older trainers
 * @param replanned how the epochs were planned anew on the way; absent where they were not
 */
public record RunPlan(
        List<RecipeChoice> choices,
        int epochs,
        double learningRate,
        List<String> remarks,
        @Nullable Integer members,
        @Nullable String device,
        @Nullable Course replanned) {

    private static final int FEWEST_FLAT = 5;

    public RunPlan {
        choices = List.copyOf(choices);
        remarks = List.copyOf(remarks);
    }

    /** As the recipe says. */
    static RunPlan of(ChosenRecipe chosen) {
        Recipe.ScheduleSettings schedule = chosen.recipe().schedule();
        return new RunPlan(
                chosen.choices(),
                schedule.epochs(),
                schedule.learningRate(),
                List.of(),
                null,
                null,
                schedule.replanned());
    }

    /** Of choices that were carried out: nothing of them was decided anew. */
    public static RunPlan carriedOut(List<RecipeChoice> choices, int epochs) {
        return new RunPlan(choices, epochs, 0, List.of(), null, null, null);
    }

    /** The same, decided on a device. */
    RunPlan on(String computing) {
        return new RunPlan(choices, epochs, learningRate, remarks, members, computing, replanned);
    }

    /** The same with more to say about a choice, if there is more. */
    RunPlan because(String setting, String remark) {
        if (remark.isEmpty()) {
            return this;
        }
        List<RecipeChoice> said = choices.stream()
                .map(choice -> choice.setting().equals(setting) ? choice.because(remark) : choice)
                .toList();
        return new RunPlan(said, epochs, learningRate, remarks, members, device, replanned);
    }

    /** The epochs as they were planned, and planned anew. */
    Course course() {
        return replanned == null ? Course.of(epochs) : replanned;
    }

    /**
     * Whether its epochs may be planned anew on the way: not where one is another thing than the one before, and how
     * many of each there are follows from the whole.
     */
    boolean hasOneStage(Recipe recipe) {
        return lastStageFrom(recipe) == 0 && recipe.balance().reweightFrom() == 0;
    }

    /**
     * Plans the epochs anew by what those that are done took.
     *
     * @param done epochs trained
     * @param each seconds that one takes
     * @param spent seconds of the run so far
     * @param flat whether more epochs would be hopeless
     */
    RunPlan anew(Recipe recipe, int done, double each, double spent, boolean flat) {
        double limit = recipe.schedule().minutes() * 60;
        List<Course.Leg> legs = course().legs();
        boolean known = done <= legs.get(legs.size() - 1).after();
        if (limit == 0 || spent >= limit || known || done >= epochs || !hasOneStage(recipe)) {
            return this;
        }
        int fitting = new EpochBudget(limit, recipe.schedule().epochs()).epochs(done, each, spent, epochs);
        if (fitting == epochs || (fitting > epochs && (flat || ended()))) {
            return this;
        }
        return anew(
                done,
                fitting,
                String.format(
                        Locale.ROOT,
                        "after epoch %d there were to be %d epochs instead of %d: one takes %.1f s",
                        done,
                        fitting,
                        epochs,
                        each));
    }

    /**
     * Plans a soon end of what has stopped getting better, over steps that get small as they would have, once half of
     * the epochs are done.
     *
     * @param losses on the validation split, one for each epoch done
     */
    RunPlan ending(Recipe recipe, EarlyStopping stopping, List<Double> losses) {
        int done = losses.size();
        int end = end(done, epochs);
        List<Course.Leg> legs = course().legs();
        boolean known = done <= legs.get(legs.size() - 1).after();
        if (known || !ends(done, epochs) || ended() || !flat(recipe, stopping, losses)) {
            return this;
        }
        return anew(
                done,
                end,
                String.format(
                        Locale.ROOT,
                        "after epoch %d there were to be %d epochs instead of %d: in %d epochs neither the score nor the"
                                + " validation loss got better",
                        done,
                        end,
                        epochs,
                        window()));
    }

    private static int end(int done, int epochs) {
        return done + Math.max(2, epochs / 10);
    }

    private static boolean ends(int done, int epochs) {
        return end(done, epochs) < epochs && 2 * done >= epochs;
    }

    /**
     * Whether a soon end was planned already, which is neither brought nearer nor put off. The legs tell, so that a
     * resumed or repeated run knows as well; time that happened to leave just as many epochs counts as such an end.
     */
    private boolean ended() {
        List<Course.Leg> legs = course().legs();
        return IntStream.range(1, legs.size()).anyMatch(i -> {
            int done = legs.get(i).after();
            int before = legs.get(i - 1).epochs();
            return ends(done, before) && legs.get(i).epochs() == end(done, before);
        });
    }

    /**
     * Whether neither the score by which an epoch is kept nor the validation loss was better in a quarter of the
     * epochs, at least {@value #FEWEST_FLAT}, than before. Of a schedule that ends by itself: where a patience shorter
     * than the run was asked for, that decides instead.
     */
    boolean flat(Recipe recipe, EarlyStopping stopping, List<Double> losses) {
        int before = losses.size() - window();
        return recipe.schedule().shape() == LearningRateSchedule.Shape.ONE_CYCLE
                && recipe.schedule().patience() >= epochs
                && hasOneStage(recipe)
                && before > 0
                && stopping.sinceBest() >= window()
                && least(losses.subList(before, losses.size())) >= least(losses.subList(0, before));
    }

    private int window() {
        return Math.max(FEWEST_FLAT, epochs / 4);
    }

    private static double least(List<Double> losses) {
        return losses.stream().mapToDouble(Double::doubleValue).min().orElse(Double.POSITIVE_INFINITY);
    }

    private RunPlan anew(int done, int instead, String why) {
        List<String> said = new ArrayList<>(remarks);
        said.add(why);
        return new RunPlan(choices, instead, learningRate, said, members, device, course().then(done, instead));
    }

    /** The same with as many epochs as there may ever be. */
    RunPlan longest(Recipe recipe) {
        return recipe.schedule().minutes() == 0 || !hasOneStage(recipe)
                ? this
                : new RunPlan(choices, recipe.schedule().epochs(), learningRate, remarks, members, device, null);
    }

    /** Networks that answer together, at least 1. */
    int members(Recipe recipe) {
        return members == null ? recipe.network().members() : members;
    }

    /**
     * The recipe as it was carried out, so that a replay repeats the run instead of deciding anew: with the learning
     * rate that was found and the epochs that fitted, the reasons saying so.
     *
     * @param trained epochs trained
     */
    ChosenRecipe carriedOut(ChosenRecipe chosen, int trained) {
        Recipe.ScheduleSettings asked = chosen.recipe().schedule();
        String why = remarks.isEmpty() ? "see network" : String.join("; ", remarks);
        Map<String, RecipeChoice> decided = new HashMap<>();
        if (asked.learningRateSearch()) {
            decided.put("learningRate", new RecipeChoice("learningRate", Double.toString(learningRate), why));
            decided.put(
                    "learningRateSearch", new RecipeChoice("learningRateSearch", "false", "done, see learningRate"));
        }
        if (asked.minutes() > 0) {
            String ended = trained < epochs ? "; the run ended after epoch " + trained : "";
            decided.put("epochs", new RecipeChoice("epochs", Integer.toString(epochs), why + ended));
            if (members(chosen.recipe()) != chosen.recipe().network().members()) {
                decided.put(
                        "ensembleMembers",
                        new RecipeChoice("ensembleMembers", Integer.toString(members(chosen.recipe())), why));
            }
            decided.put("minutes", new RecipeChoice("minutes", "0.0", asked.minutes() + " were asked for, see epochs"));
        }
        if (replanned != null && !replanned.equals(asked.replanned())) {
            decided.putIfAbsent("epochs", new RecipeChoice("epochs", Integer.toString(epochs), why));
            decided.put("epochsReplanned", new RecipeChoice("epochsReplanned", replanned.toString(), why));
        }
        missed(chosen.recipe(), trained).ifPresent(missed -> {
            String setting = chosen.recipe().balance().classifierEpochs() > 0 ? "classifierEpochs" : "classWeights";
            chosen.choices().stream()
                    .filter(choice -> choice.setting().equals(setting))
                    .forEach(choice -> decided.put(
                            setting, new RecipeChoice(setting, choice.value(), choice.reason() + "; " + missed)));
        });
        return chosen.with(decided);
    }

    /**
     * What changes in an epoch: the last epochs may belong to the classifier, but the first one never does. Kang et
     * al., "Decoupling representation and classifier for long-tailed recognition", ICLR 2020, arXiv:1910.09217 (cRT).
     *
     * @param epoch from 0
     */
    StepSettings.Stage stage(Recipe recipe, int epoch) {
        return epoch >= classifierFrom(recipe) ? StepSettings.Stage.CLASSIFIER : StepSettings.Stage.EVERYTHING;
    }

    /** The first epoch of the classifier alone, counted from 0; {@code epochs} where there is none. */
    int classifierFrom(Recipe recipe) {
        return Math.max(1, epochs - recipe.balance().classifierEpochs());
    }

    /** The first epoch with the class weights, counted from 0: there is one, and before the classifier's epochs. */
    int weightsFrom(Recipe recipe) {
        return Math.min((int) Math.round(recipe.balance().reweightFrom() * epochs), classifierFrom(recipe) - 1);
    }

    /**
     * The first epoch of the last stage, counted from 0: where the classifier is trained anew, else where class weights
     * begin to count, else 0. Only its epochs are compared: those before it had another aim.
     */
    int lastStageFrom(Recipe recipe) {
        int classifierFrom = classifierFrom(recipe);
        if (classifierFrom < epochs) {
            return classifierFrom;
        }
        return recipe.balance().classWeights() == Recipe.ClassWeighting.NONE ? 0 : weightsFrom(recipe);
    }

    /**
     * What the recipe asked for and the run did not come to, as a sentence.
     *
     * @param trained epochs trained
     */
    Optional<String> missed(Recipe recipe, int trained) {
        if (recipe.balance().classifierEpochs() > 0 && trained <= classifierFrom(recipe)) {
            return Optional.of("the classifier was not trained anew: the run ended after epoch " + trained
                    + ", its own epochs begin after epoch " + classifierFrom(recipe));
        }
        boolean weighted = recipe.balance().classWeights() != Recipe.ClassWeighting.NONE;
        return weighted && trained <= weightsFrom(recipe)
                ? Optional.of("the class weights never counted: the run ended after epoch " + trained
                        + ", they count after epoch " + weightsFrom(recipe))
                : Optional.empty();
    }

    /** How an epoch is drawn; the classifier is trained on balanced samples. */
    EpochSampling sampling(Recipe recipe, int epoch) {
        return stage(recipe, epoch) == StepSettings.Stage.CLASSIFIER
                ? EpochSampling.of(Sampling.BALANCED)
                : recipe.balance().drawn();
    }
}

package org.equipoise.trainer.recipe;

/** What the way back to the training prevalence is chosen for, on the validation split. */
public enum AnswerAim {
    /** Nothing is chosen: the answers assume what training left, moved by the adjustment or to the prevalence. */
    NONE,
    /** The mean of the recalls: every class counts the same. */
    BALANCED,
    /** The mean of the classes' F1. */
    F1,
    /** The share answered right: every image counts the same. */
    ACCURACY,
    /** The mean cost of an answer, by the costs that were given. */
    COST,
    /** Of two classes, how much of one is found where so much of the other is spared. */
    SENSITIVITY
}

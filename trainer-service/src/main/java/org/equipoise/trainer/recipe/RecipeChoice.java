package org.equipoise.trainer.recipe;

/**
 * One setting and why it has its value.
 *
 * @param setting the setting's name
 * @param reason one sentence with the number that decided
 */
public record RecipeChoice(String setting, String value, String reason) {}

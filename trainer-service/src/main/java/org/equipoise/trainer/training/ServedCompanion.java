package org.equipoise.trainer.training;

import org.equipoise.trainer.features.LinearHead;
import org.equipoise.trainer.features.Standardisation;

/**
 * What is served beside a trained network.
 *
 * @param network the pretrained network, open, of the same library as the trained one
 * @param head classifier of what it sees, standardised
 * @param mirror whether it averages the logits of an image and its mirror image
 * @param pool how both answer together
 */
public record ServedCompanion(
        FrozenNetwork network, Standardisation standardisation, LinearHead head, boolean mirror, AnswerPool pool) {}

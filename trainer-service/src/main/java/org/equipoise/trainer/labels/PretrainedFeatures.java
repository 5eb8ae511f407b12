package org.equipoise.trainer.labels;

import org.equipoise.trainer.features.FeatureTable;

/**
 * What a pretrained network saw of the images that are examined.
 *
 * @param name of the network, for a person
 * @param features in the order of the images
 */
record PretrainedFeatures(String name, FeatureTable features) {

    /** Numbers of an image that least squares has memory and time for. */
    static final int MOST = 1280;
}

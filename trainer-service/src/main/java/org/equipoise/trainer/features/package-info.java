/** Features of images that need no training labels, and a linear classifier on them: the cheap model of an audit. */
@NullMarked
package org.equipoise.trainer.features;

import org.jspecify.annotations.NullMarked;

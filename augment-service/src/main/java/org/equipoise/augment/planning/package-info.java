/** Which image is drawn when in an epoch: a pure function of seed, epoch and labels. */
@NullMarked
package org.equipoise.augment.planning;

import org.jspecify.annotations.NullMarked;

/** Serving real SavedModels through DJL. */
@NullMarked
package org.equipoise.trainer.djl;

import org.jspecify.annotations.NullMarked;

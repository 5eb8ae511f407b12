/** Finds labels that are probably wrong, from predictions by models that did not see them. */
@NullMarked
package org.equipoise.trainer.labels;

import org.jspecify.annotations.NullMarked;

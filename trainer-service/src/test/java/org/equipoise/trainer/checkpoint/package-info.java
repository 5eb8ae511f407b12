/** Runs kept and found again. */
@NullMarked
package org.equipoise.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;

/** Where a run's state is kept, so that a killed trainer's run goes on. */
@NullMarked
package org.equipoise.trainer.checkpoint;

import org.jspecify.annotations.NullMarked;

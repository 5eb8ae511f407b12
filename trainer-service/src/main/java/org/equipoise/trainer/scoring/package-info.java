/** From ingested images to predictions by the champion, in batches, through the one serving path. */
@NullMarked
package org.equipoise.trainer.scoring;

import org.jspecify.annotations.NullMarked;

/**
 * From ingested images to predictions by the champion, in batches, through the one serving path; versions tried on it.
 */
@NullMarked
package org.equipoise.trainer.scoring;

import org.jspecify.annotations.NullMarked;

/** How well {@code --recipe auto} does on official test splits, over seeds, through the whole loop. */
@NullMarked
package org.equipoise.bench.quality;

import org.jspecify.annotations.NullMarked;

/** The window of shards over a store in memory. */
@NullMarked
package org.equipoise.trainer.shards;

import org.jspecify.annotations.NullMarked;

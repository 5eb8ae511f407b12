/** Augmented shards, asked for a window ahead, waited for, read and deleted. */
@NullMarked
package org.equipoise.trainer.shards;

import org.jspecify.annotations.NullMarked;

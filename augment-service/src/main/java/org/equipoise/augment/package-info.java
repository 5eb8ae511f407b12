/** Turns requests for a slice of an epoch into augmented shards; any instance makes any shard, byte for byte. */
@NullMarked
package org.equipoise.augment;

import org.jspecify.annotations.NullMarked;

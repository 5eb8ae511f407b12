/** What a shard contains. */
@NullMarked
package org.equipoise.augment.sharding;

import org.jspecify.annotations.NullMarked;

/** One request in, one shard out: plan, warp, change intensities, label, weigh. */
@NullMarked
package org.equipoise.augment.sharding;

import org.jspecify.annotations.NullMarked;

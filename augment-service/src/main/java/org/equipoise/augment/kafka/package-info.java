/** Consumes requests for shards and publishes those that are ready. */
@NullMarked
package org.equipoise.augment.kafka;

import org.jspecify.annotations.NullMarked;

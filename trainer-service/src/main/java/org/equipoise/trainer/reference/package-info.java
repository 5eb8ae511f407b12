/** What a model's answers look like while it is healthy: the yardstick the monitor measures against. */
@NullMarked
package org.equipoise.trainer.reference;

import org.jspecify.annotations.NullMarked;

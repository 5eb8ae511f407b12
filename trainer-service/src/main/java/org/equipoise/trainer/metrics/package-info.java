/** The meters of this service, named in one place. */
@NullMarked
package org.equipoise.trainer.metrics;

import org.jspecify.annotations.NullMarked;

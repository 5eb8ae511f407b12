/** The names of the meters. */
@NullMarked
package org.equipoise.trainer.metrics;

import org.jspecify.annotations.NullMarked;

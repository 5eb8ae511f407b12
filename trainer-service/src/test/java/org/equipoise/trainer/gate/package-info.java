/** The gate's checks one by one, and that no collapsed model passes. */
@NullMarked
package org.equipoise.trainer.gate;

import org.jspecify.annotations.NullMarked;

/** The gate between a trained model and production: a collapsed model cannot pass it. */
@NullMarked
package org.equipoise.trainer.gate;

import org.jspecify.annotations.NullMarked;

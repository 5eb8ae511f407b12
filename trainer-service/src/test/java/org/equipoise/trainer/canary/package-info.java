/** Tests of canary. */
@NullMarked
package org.equipoise.trainer.canary;

import org.jspecify.annotations.NullMarked;

/** Models that were trained elsewhere: what is refused, what serves, and what was probably meant. */
@NullMarked
package org.equipoise.trainer.outside;

import org.jspecify.annotations.NullMarked;

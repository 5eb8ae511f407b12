/** Who carries a request out, and when it is given up. */
@NullMarked
package org.equipoise.trainer.work;

import org.jspecify.annotations.NullMarked;

/** The healthy shares: by hand, and their coverage by simulation. */
@NullMarked
package org.equipoise.trainer.reference;

import org.jspecify.annotations.NullMarked;

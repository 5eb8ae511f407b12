@NullMarked
package org.equipoise.trainer.pickle;

import org.jspecify.annotations.NullMarked;

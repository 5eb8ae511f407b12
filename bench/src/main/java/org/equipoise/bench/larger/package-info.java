/** Whether a training split that is larger than the memory is augmented within it. */
@NullMarked
package org.equipoise.bench.larger;

import org.jspecify.annotations.NullMarked;

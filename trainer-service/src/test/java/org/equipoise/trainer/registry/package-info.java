/** Registration, its repetition after a crash, and the decision log. */
@NullMarked
package org.equipoise.trainer.registry;

import org.jspecify.annotations.NullMarked;

/** Files that PyTorch writes: what of them is read, within limits, and nothing in them is carried out. */
@NullMarked
package org.equipoise.trainer.pickle;

import org.jspecify.annotations.NullMarked;

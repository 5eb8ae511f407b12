/** The training split of frozen datasets, read once and kept within a bound of bytes. */
@NullMarked
package org.equipoise.augment.packs;

import org.jspecify.annotations.NullMarked;

/** Packs and their cache. */
@NullMarked
package org.equipoise.augment.packs;

import org.jspecify.annotations.NullMarked;

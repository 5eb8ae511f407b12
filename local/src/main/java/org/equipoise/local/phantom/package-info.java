/** Drawn patches of lung with and without a nodule: data for a demonstration that nobody has to download. */
@NullMarked
package org.equipoise.local.phantom;

import org.jspecify.annotations.NullMarked;

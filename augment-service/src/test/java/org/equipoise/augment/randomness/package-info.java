/** What the random stream promises. */
@NullMarked
package org.equipoise.augment.randomness;

import org.jspecify.annotations.NullMarked;

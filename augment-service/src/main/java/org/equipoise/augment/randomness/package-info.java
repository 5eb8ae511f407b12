/** Random numbers that are the same on every machine and Java version. */
@NullMarked
package org.equipoise.augment.randomness;

import org.jspecify.annotations.NullMarked;

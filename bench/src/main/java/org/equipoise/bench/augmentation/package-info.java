/** How fast images are warped, beside what Python offers. */
@NullMarked
package org.equipoise.bench.augmentation;

import org.jspecify.annotations.NullMarked;

/** The monitor's detectors beside those of other libraries, on the same streams of answers. */
@NullMarked
package org.equipoise.bench.detectors;

import org.jspecify.annotations.NullMarked;

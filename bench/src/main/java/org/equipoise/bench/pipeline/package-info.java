/** How fast the whole system is, from an imaging system to the detector. */
@NullMarked
package org.equipoise.bench.pipeline;

import org.jspecify.annotations.NullMarked;

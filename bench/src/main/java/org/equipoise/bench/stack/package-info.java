/** The embedded stack as benchmarks use it. */
@NullMarked
package org.equipoise.bench.stack;

import org.jspecify.annotations.NullMarked;

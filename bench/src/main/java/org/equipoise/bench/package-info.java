/** Benchmarks behind {@code bench/run}. */
@NullMarked
package org.equipoise.bench;

import org.jspecify.annotations.NullMarked;

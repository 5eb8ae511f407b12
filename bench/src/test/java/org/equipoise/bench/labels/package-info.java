/** What the benchmark of label errors promises. */
@NullMarked
package org.equipoise.bench.labels;

import org.jspecify.annotations.NullMarked;

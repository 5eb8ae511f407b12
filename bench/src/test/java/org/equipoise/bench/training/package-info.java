/** What the comparison promises. */
@NullMarked
package org.equipoise.bench.training;

import org.jspecify.annotations.NullMarked;

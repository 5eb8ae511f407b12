/** How many injected label errors are found, beside what Python offers. */
@NullMarked
package org.equipoise.bench.labels;

import org.jspecify.annotations.NullMarked;

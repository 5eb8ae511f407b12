/** Tests of outages. */
@NullMarked
package org.equipoise.bench.outages;

import org.jspecify.annotations.NullMarked;

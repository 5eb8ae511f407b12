/** CollapseBench without a training. */
@NullMarked
package org.equipoise.bench.collapse;

import org.jspecify.annotations.NullMarked;

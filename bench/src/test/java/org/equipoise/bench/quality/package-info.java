/** What the summary over seeds promises. */
@NullMarked
package org.equipoise.bench.quality;

import org.jspecify.annotations.NullMarked;

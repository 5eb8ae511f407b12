/** How fast ingest takes what imaging systems send. */
@NullMarked
package org.equipoise.bench.doors;

import org.jspecify.annotations.NullMarked;

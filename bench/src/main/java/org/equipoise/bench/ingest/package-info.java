/** How fast ingest takes what imaging systems and people send, beside archives and toolkits of others. */
@NullMarked
package org.equipoise.bench.ingest;

import org.jspecify.annotations.NullMarked;

/** One study from its objects to its events. */
@NullMarked
package org.equipoise.ingest.receiving;

import org.jspecify.annotations.NullMarked;

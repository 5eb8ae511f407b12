/** Versions, packs and findings by hand. */
@NullMarked
package org.equipoise.ingest.freezing;

import org.jspecify.annotations.NullMarked;

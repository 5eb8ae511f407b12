/** Standings by hand. */
@NullMarked
package org.equipoise.ingest.labelling;

import org.jspecify.annotations.NullMarked;

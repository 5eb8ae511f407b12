/** What differs between two frozen versions of a dataset. */
@NullMarked
package org.equipoise.ingest.comparing;

import org.jspecify.annotations.NullMarked;

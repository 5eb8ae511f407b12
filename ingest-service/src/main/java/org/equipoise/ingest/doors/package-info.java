/**
 * How images come in that no imaging system put into the object store: each object is de-identified and decoded, its
 * images are stored, and then it is said. Whoever sends is told so only after both.
 */
@NullMarked
package org.equipoise.ingest.doors;

import org.jspecify.annotations.NullMarked;

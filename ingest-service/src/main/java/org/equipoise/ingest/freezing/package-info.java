/** An immutable version of a dataset: what is in it, its hash, its packs, what is odd about it. */
@NullMarked
package org.equipoise.ingest.freezing;

import org.jspecify.annotations.NullMarked;

/** Zip archives from outside, within limits. */
@NullMarked
package org.equipoise.ingest.archive;

import org.jspecify.annotations.NullMarked;

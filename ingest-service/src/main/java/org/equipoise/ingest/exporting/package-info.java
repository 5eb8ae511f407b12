/** A frozen version as files that other tools read. */
@NullMarked
package org.equipoise.ingest.exporting;

import org.jspecify.annotations.NullMarked;

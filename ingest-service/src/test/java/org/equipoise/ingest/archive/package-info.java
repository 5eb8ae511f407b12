/** Tests of archives. */
@NullMarked
package org.equipoise.ingest.archive;

import org.jspecify.annotations.NullMarked;

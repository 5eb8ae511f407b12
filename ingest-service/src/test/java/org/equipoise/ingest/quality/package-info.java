/** Images that show nothing. */
@NullMarked
package org.equipoise.ingest.quality;

import org.jspecify.annotations.NullMarked;

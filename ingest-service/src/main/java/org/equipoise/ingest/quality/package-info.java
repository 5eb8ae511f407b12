/** Whether a decoded image can carry any information. */
@NullMarked
package org.equipoise.ingest.quality;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.equipoise.ingest.erasing;

import org.jspecify.annotations.NullMarked;

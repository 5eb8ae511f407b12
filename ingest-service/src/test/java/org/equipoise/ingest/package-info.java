/** Tests of the whole service. */
@NullMarked
package org.equipoise.ingest;

import org.jspecify.annotations.NullMarked;

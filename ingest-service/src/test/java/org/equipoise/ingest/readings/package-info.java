/** Tests of the package of the same name. */
@NullMarked
package org.equipoise.ingest.readings;

import org.jspecify.annotations.NullMarked;

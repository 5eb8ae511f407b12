/** Defaults and the keyed hash. */
@NullMarked
package org.equipoise.ingest.app;

import org.jspecify.annotations.NullMarked;

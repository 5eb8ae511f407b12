/** Wiring: configuration, beans, start and health. */
@NullMarked
package org.equipoise.ingest.app;

import org.jspecify.annotations.NullMarked;

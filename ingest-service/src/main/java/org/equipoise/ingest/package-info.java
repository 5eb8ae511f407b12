/** The ingest service: studies in, checked images and labels out, datasets frozen. */
@NullMarked
package org.equipoise.ingest;

import org.jspecify.annotations.NullMarked;

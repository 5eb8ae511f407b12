/** Freezing and looking at datasets over HTTP. */
@NullMarked
package org.equipoise.ingest.http;

import org.jspecify.annotations.NullMarked;

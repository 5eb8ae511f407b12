/** Tests of what is asked over HTTP. */
@NullMarked
package org.equipoise.ingest.http;

import org.jspecify.annotations.NullMarked;

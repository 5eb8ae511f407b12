/** Bodies of several parts (RFC 2046, 5.1), read as they arrive and within limits. */
@NullMarked
package org.equipoise.ingest.multipart;

import org.jspecify.annotations.NullMarked;

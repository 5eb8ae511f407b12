/** Shares and stability of the splits. */
@NullMarked
package org.equipoise.ingest.splitting;

import org.jspecify.annotations.NullMarked;

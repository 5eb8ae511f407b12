/** Which split an image belongs to: all images of a patient to the same one. */
@NullMarked
package org.equipoise.ingest.splitting;

import org.jspecify.annotations.NullMarked;

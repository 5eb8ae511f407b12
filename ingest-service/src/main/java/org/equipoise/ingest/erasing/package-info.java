/** Takes out what a person asks to be forgotten: a patient's images, and frozen versions. */
@NullMarked
package org.equipoise.ingest.erasing;

import org.jspecify.annotations.NullMarked;

/** What is known about one image, and whether its label may be trained on. */
@NullMarked
package org.equipoise.ingest.labelling;

import org.jspecify.annotations.NullMarked;

/** What the samples of a DICOM object mean, and the images that its frames become. */
@NullMarked
package org.equipoise.ingest.dicom;

import org.jspecify.annotations.NullMarked;

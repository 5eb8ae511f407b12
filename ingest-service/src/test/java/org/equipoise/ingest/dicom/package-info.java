/** Tests of the values of DICOM objects. */
@NullMarked
package org.equipoise.ingest.dicom;

import org.jspecify.annotations.NullMarked;

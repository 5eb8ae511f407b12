/** Drawn images, and encoders that are written for the tests. */
@NullMarked
package org.equipoise.dicom.synthetic;

import org.jspecify.annotations.NullMarked;

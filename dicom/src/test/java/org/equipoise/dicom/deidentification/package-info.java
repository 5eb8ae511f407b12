@NullMarked
package org.equipoise.dicom.deidentification;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.equipoise.dicom.pixel;

import org.jspecify.annotations.NullMarked;

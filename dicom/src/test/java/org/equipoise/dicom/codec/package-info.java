@NullMarked
package org.equipoise.dicom.codec;

import org.jspecify.annotations.NullMarked;
